namespace Muster.People.Import;

/// <summary>What a column of a list of people can mean.</summary>
public enum PersonField
{
    /// <summary>Not used: serial numbers and whatever nobody mapped.</summary>
    None,
    Name, IdNumber, Phone, Agency,
    /// <summary>One column for both (单位及职务), split when read.</summary>
    AgencyAndPost,
    Post, Grade, Sex, PoliticalStatus, Birth, Age, Home, Skills, Limits, Note, Origin, Team,
    /// <summary>The column this program adds to refused rows; passed over when the file comes back.</summary>
    Reason,
}
