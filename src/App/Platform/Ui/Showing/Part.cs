using Microsoft.AspNetCore.Components;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Language;

namespace Muster.Platform.Ui.Showing;

/// <summary>What every page and part is (see _Imports.razor): it has the reader's language as <c>T</c> and the request as <c>View</c>.</summary>
public abstract class Part : ComponentBase
{
    [Inject] protected Viewing View { get; set; } = null!;

    protected Tongue T => View.Tongue;

    /// <summary>For a page of several forms: the one that was posted shows what was typed and what is wrong with it, the others begin anew.</summary>
    protected FormInput Posted(string action, FormInput input, FormInput? otherwise = null) =>
        input.Broken.Count > 0 && View.Http.Request.Path == action ? input : otherwise ?? FormInput.Blank();

    /// <summary>The address of an asset with its fingerprint, from the root.</summary>
    protected string Asset(string name) => "/" + Assets[name].TrimStart('/');
}
