using Muster.People.Import.Reading;

namespace Muster.People.Import;

/// <summary>What people write above their columns.</summary>
internal static class HeaderWords
{
    private static readonly System.Buffers.SearchValues<char> Brackets = System.Buffers.SearchValues.Create("([【〔");

    private const double Exact = 0.95, Within = 0.7;

    private static readonly Dictionary<string, PersonField> Words = Build(
        (PersonField.Name, "姓名 名字 人员姓名 干部姓名 党员姓名 员工姓名 志愿者姓名 成员姓名 本人姓名 下沉干部姓名 人员 name "
            + "fullname personname"),
        (PersonField.IdNumber, "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 公民身份证号 证件号码 证件号 身份证件号码 居民身份证 "
            + "居民身份证号 居民身份证号码 身份号码 身份证编号 id idnumber idno idcard idcardno idcardnumber "
            + "identitynumber identitycard citizenid nationalid"),
        (PersonField.Phone, "手机 手机号 手机号码 联系电话 联系方式 电话 电话号码 移动电话 本人电话 本人手机 联系手机 联系号码 办公电话 "
            + "固定电话 座机 固话 手机长号 手机1 手机2 备用电话 mobile phone tel telephone cell cellphone "
            + "mobilephone mobilenumber mobileno phonenumber phoneno contact contactnumber"),
        (PersonField.Agency, "单位 工作单位 派出单位 所在单位 单位名称 所属单位 选派单位 派驻单位 原单位 现工作单位 单位全称 工作部门 "
            + "所在部门 部门 所属部门 agency organisation organization org employer unit workunit "
            + "department dept company"),
        (PersonField.AgencyAndPost, "单位及职务 工作单位及职务 单位职务 单位和职务 现工作单位及职务 所在单位及职务 工作单位职务 部门及职务 "
            + "部门职务 单位部门及职务 agencyandpost unitandpost"),
        (PersonField.Post, "职务 现任职务 职位 行政职务 岗位 工作岗位 职务名称 担任职务 现职务 党内职务 职务职称 post position "
            + "title jobtitle job duty"),
        (PersonField.Grade, "职级 级别 行政级别 职务级别 干部级别 职务层次 职务职级 现职级 职级级别 grade rank level"),
        (PersonField.Sex, "性别 男女 sex gender"),
        (PersonField.PoliticalStatus, "政治面貌 政治面目 党派 是否党员 是否中共党员 党员 面貌 politicalstatus political politics party "
            + "partymember politicalaffiliation"),
        (PersonField.Birth, "出生年月 出生日期 生日 出生年份 出生 出生年 出生年月日 birth birthday birthdate dateofbirth dob "
            + "birthyear yearofbirth"),
        (PersonField.Age, "年龄 岁数 周岁 age"),
        (PersonField.Home, "居住地 家庭住址 住址 现住址 居住地址 家庭地址 家庭居住地 现居住地 现居住地址 现住地址 所属社区 居住社区 "
            + "所在社区 居住小区 所在小区 住所 家庭所在社区 居住地社区 居住街道 家庭现住址 home homearea homeaddress "
            + "address community residence livesin neighbourhood neighborhood"),
        (PersonField.Skills, "特长 专长 专业特长 技能 专业 特长爱好 专业技能 个人特长 技能特长 专业专长 业务专长 所学专业 skill skills "
            + "specialty specialties expertise speciality"),
        (PersonField.Limits, "限制 限制条件 身体状况 健康状况 不宜 特殊情况 特殊困难 困难 身体情况 不适宜岗位 不宜安排 个人困难 实际困难 "
            + "limit limits restriction restrictions constraints health"),
        (PersonField.Note, "备注 说明 备注说明 其他 其它 note notes remark remarks comment comments"),
        (PersonField.Origin, "来源 人员来源 人员类别 类别 人员类型 干部来源 层级 人员性质 身份类别 origin source category type"),
        (PersonField.Team, "突击队 先锋队 队伍 所在队伍 所属队伍 团队 小队 分队 组别 突击队名称 先锋队名称 小组 所在小组 team squad "
            + "group"),
        (PersonField.Reason, "原因reason 退回原因 拒收原因 reason refusedbecause"),
        (PersonField.None, "序号 编号 序 no number 号 sn index 性名拼音"));

    /// <summary>Words inside a longer header, tried in this order.</summary>
    private static readonly (string Word, PersonField Value)[] Inner = WordTable.InOrder(
        (PersonField.IdNumber, "身份证 证件号"),
        (PersonField.Phone, "手机 电话 联系方式"),
        (PersonField.AgencyAndPost, "单位及职务 单位职务"),
        (PersonField.Name, "姓名"),
        (PersonField.PoliticalStatus, "政治面貌 党员"),
        (PersonField.Birth, "出生"),
        (PersonField.Sex, "性别"),
        (PersonField.Age, "年龄"),
        (PersonField.Grade, "职级 级别"),
        (PersonField.Post, "职务"),
        (PersonField.Home, "住址 居住 社区 小区"),
        (PersonField.Skills, "特长 专长 技能"),
        (PersonField.Team, "突击队 先锋队"),
        (PersonField.Origin, "来源"),
        (PersonField.Agency, "单位 部门"),
        (PersonField.Note, "备注"),
        (PersonField.Limits, "身体 健康"),
        (PersonField.Phone, "phone mobile"),
        (PersonField.IdNumber, "idcard"),
        (PersonField.Agency, "agency"),
        (PersonField.Skills, "skill"),
        (PersonField.Home, "address"),
        (PersonField.Name, "fullname"),
        (PersonField.Birth, "birth"));

    /// <summary>Other people's particulars: not the person's own name or phone.</summary>
    private static readonly string[] Others = ["紧急", "家属", "配偶", "负责人", "联系人", "领导", "推荐人", "监护", "子女", "父母", "emergency", "spouse", "manager", "supervisor"];

    /// <summary>The field a header names and how sure that is, 0 to 1. A remark in brackets does not count: 身份证号（必填）.</summary>
    public static (PersonField Field, double Confidence)? Find(string header)
    {
        if (header.Length is 0 or > 40) return null;
        string key = Key(header);
        if (key.Length == 0 || IsAnothers(header)) return null;
        if (Words.TryGetValue(key, out var field)) return (field, Exact);
        if (Words.TryGetValue(Letters.Key(header), out field)) return (field, Exact);
        if (key.Length > 12 && key.Any(c => c > '\u007F')) return null;
        foreach (var (word, inner) in Inner)
            if (key.Contains(word, StringComparison.Ordinal)) return (inner, Within);
        return null;
    }

    /// <summary>Whether the column is about somebody else: the phone of a spouse, the name of a superior.</summary>
    public static bool IsAnothers(string header)
    {
        string key = Key(header);
        return Others.Any(o => key.Contains(o, StringComparison.Ordinal));
    }

    /// <summary>A header in the form that is compared and remembered.</summary>
    public static string Key(string header)
    {
        string narrow = Letters.Narrow(header);
        int open = narrow.AsSpan().IndexOfAny(Brackets);
        string outside = open > 0 ? Letters.Key(narrow[..open]) : "";
        return outside.Length > 0 ? outside : Letters.Key(narrow);
    }

    private static Dictionary<string, PersonField> Build(params (PersonField Field, string Words)[] lists)
    {
        var words = new Dictionary<string, PersonField>(StringComparer.Ordinal);
        foreach (var (field, list) in lists)
            foreach (string word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries)) words.Add(word, field);
        return words;
    }
}
