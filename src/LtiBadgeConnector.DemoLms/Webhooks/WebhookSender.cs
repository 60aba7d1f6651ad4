using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Webhooks;

/// <summary>
/// Sends what waits in the outbox. The outbox row was stored together with the grade it tells about, so a receiver that is down,
/// or a campus that is restarted, loses nothing.
/// </summary>
internal sealed partial class WebhookSender(
    CampusStore store, OutboxSignal signal, DemoLmsOptions options, HttpClient http, ILogger<WebhookSender> log) : BackgroundService
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var woken = signal.Next;
            foreach (var delivery in Due()) await Try(delivery, stoppingToken);
            await Sleep(woken, stoppingToken);
        }
    }

    private ImmutableList<Delivery> Due()
    {
        var now = options.Time.GetUtcNow();
        return store.Current.Deliveries.FindAll(d => d.State == DeliveryState.Waiting && d.NextTryAt <= now);
    }

    private async Task Sleep(Task woken, CancellationToken ct)
    {
        var waiting = store.Current.Deliveries.FindAll(d => d.State == DeliveryState.Waiting);
        var next = waiting.IsEmpty ? LongestSleep : waiting.Min(d => d.NextTryAt) - options.Time.GetUtcNow();
        if (next <= TimeSpan.Zero) return;

        using var early = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timer = Task.Delay(next < LongestSleep ? next : LongestSleep, options.Time, early.Token);
        await Task.WhenAny(timer, woken);
        await early.CancelAsync();
    }

    private async Task Try(Delivery delivery, CancellationToken ct)
    {
        var webhook = store.Current.Webhook;
        if (!webhook.IsConfigured)
        {
            Record(delivery, answer: "no-webhook-configured", DeliveryState.Failed, wait: TimeSpan.Zero);
            return;
        }

        try
        {
            using var request = Request(webhook, delivery);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(TimeSpan.FromSeconds(15));
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            Record(delivery, Text(answer.StatusCode), StateAfter(answer.StatusCode), RetryAfter(answer));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            Record(delivery, e is HttpRequestException ? "no-connection" : "timeout", DeliveryState.Waiting, TimeSpan.Zero);
        }
    }

    private HttpRequestMessage Request(WebhookSettings webhook, Delivery delivery)
    {
        var now = options.Time.GetUtcNow();
        return new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json"),
            Headers =
            {
                { "webhook-id", delivery.Id },
                { "webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                { "webhook-signature", StandardWebhookSignature.Sign(webhook.Secret, delivery.Id, now, delivery.Body) },
            },
        };
    }

    private void Record(Delivery delivery, string answer, DeliveryState state, TimeSpan wait)
    {
        var now = options.Time.GetUtcNow();
        var tries = delivery.Tries + 1;
        if (state == DeliveryState.Waiting && tries >= options.WebhookRetries.Count) state = DeliveryState.Failed;
        var planned = state == DeliveryState.Waiting ? options.WebhookRetries[tries] : TimeSpan.Zero;

        store.Change(s => s with
        {
            Deliveries = s.Deliveries.ConvertAll(d => d.Id != delivery.Id ? d : d with
            {
                State = state,
                Tries = tries,
                LastAnswer = answer,
                LastTryAt = now,
                NextTryAt = now + (planned > wait ? planned : wait),
            }),
        });
        LogTried(delivery.Id, delivery.Type, tries, answer);
    }

    // Standard Webhooks: 410 means the receiver is gone; other refusals will not become right by repeating them.
    private static DeliveryState StateAfter(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => DeliveryState.Delivered,
        408 or 425 or 429 or >= 500 => DeliveryState.Waiting,
        _ => DeliveryState.Failed,
    };

    private TimeSpan RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > options.Time.GetUtcNow() => date - options.Time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    private static string Text(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(9101, LogLevel.Information, "Webhook {DeliveryId} ({Type}), try {Tries}: {Answer}")]
    private partial void LogTried(string deliveryId, string type, int tries, string answer);
}
