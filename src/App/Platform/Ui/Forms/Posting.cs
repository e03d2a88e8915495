using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Showing;

namespace Muster.Platform.Ui.Forms;

/// <summary>
/// Does what a form asks: reads the act from the form, does it at the desk under the form's write id, goes on when it is done,
/// shows the form again with every broken rule when it is refused.
/// </summary>
public sealed class Posting(Desk desk, Viewing view)
{
    /// <param name="done">Where to go: mostly <see cref="To"/>.</param>
    /// <param name="again">Shows the form with its errors; answer it with status 422: <c>Html.Of&lt;X&gt;(new { Input }, 422)</c>.</param>
    /// <param name="given">Values that do not come from the form.</param>
    public async Task<IResult> Do<TAct, T>(FormInput input, Func<T, IResult> done, Func<FormInput, Task<IResult>> again,
        params (string Name, object? Value)[] given) where TAct : Act<T> where T : notnull
    {
        var (act, broken) = Binding.To<TAct>(input, given);
        return act is null ? await again(input.With(broken)) : await Do(act, input, done, again);
    }

    /// <summary>The same for an act made by hand.</summary>
    public async Task<IResult> Do<T>(Act<T> act, FormInput input, Func<T, IResult> done, Func<FormInput, Task<IResult>> again) where T : notnull
    {
        T outcome;
        try
        {
            outcome = await desk.Do(act, input.WriteId, view.Actor, view.Http.RequestAborted);
        }
        catch (Refused refused)
        {
            return await again(input.With(refused.Rules));
        }
        return done(outcome);
    }

    /// <summary>On to a page, with a sentence to show there.</summary>
    public IResult To(string path, string? sentence = null) => Html.To(view.Http, path, sentence);
}
