using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Muster;

/// <summary>
/// Stands before ASP.NET's methods of the same names, for every module by its namespace: what reads a handler's parameters is compiled
/// when its route is first asked for. There are hundreds of routes, compiling them took twice some four seconds of each start, and a start asks for few.
/// </summary>
public static class LateRoutes
{
    public static IEndpointConventionBuilder MapGet(this IEndpointRouteBuilder routes, string path, Delegate handler) => Late(routes, HttpMethods.Get, path, handler);

    public static IEndpointConventionBuilder MapPost(this IEndpointRouteBuilder routes, string path, Delegate handler) => Late(routes, HttpMethods.Post, path, handler);

    private static IEndpointConventionBuilder Late(IEndpointRouteBuilder routes, string method, string path, Delegate handler)
    {
        RequestDelegate? answer = null;
        return routes.MapMethods(path, [method], (RequestDelegate)(http => (answer ??= Compiled(http, routes.ServiceProvider, method, handler))(http)));
    }

    private static RequestDelegate Compiled(HttpContext http, IServiceProvider services, string method, Delegate handler) => RequestDelegateFactory.Create(handler, new RequestDelegateFactoryOptions
    {
        ServiceProvider = services,
        RouteParameterNames = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.Parameters.Select(parameter => parameter.Name),
        DisableInferBodyFromParameters = method == HttpMethods.Get,
    }).RequestDelegate;
}
