"""Amazon's notifications are believed where Amazon signed them for our topic; nobody has us call another address."""

import base64
from datetime import timedelta

import pytest

from tests.cast import Running
from tests.email.calling import AMAZON, RAW, TOPIC, Amazon, amazon, code, hooked, outside, running

__all__ = ["amazon", "outside", "running"]

MAIL = {"messageId": "d6iitobk75", "source": "claire@example.fr"}
RECEIVED = {
    "notificationType": "Received",
    "mail": MAIL,
    "receipt": {"recipients": ["bonjour@lumen.example"], "action": {"type": "SNS", "encoding": "UTF8"}},
    "content": RAW.decode(),
}
REFUSED = (403, "mail_hook_forbidden")


@pytest.mark.parametrize("version", ["1", "2"])
async def test_a_mail_that_amazon_signed_is_kept_once(running: Running, amazon: Amazon, version: str) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    message = amazon.message(RECEIVED, version=version, Subject="Amazon SES Email Receipt Notification")
    assert (await it.calls(message)).json() == {"kept": 1, "known": 0, "news": 0}
    assert (await it.calls(message)).json() == {"kept": 0, "known": 1, "news": 0}
    # Its certificate is asked for once.
    assert amazon.asked == [message["SigningCertURL"]]
    [(source, _, _, raw)] = await it.kept()
    assert (source, raw) == ("ses", RAW)


async def test_a_mail_in_base64_is_what_it_was(running: Running, amazon: Amazon) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    latin = RAW.replace(b"commande", b"command\xe9")
    receipt = {"action": {"type": "SNS", "encoding": "BASE64"}}
    told = RECEIVED | {"content": base64.b64encode(latin).decode(), "receipt": receipt}
    assert (await it.calls(amazon.message(told))).json()["kept"] == 1
    assert (await it.kept())[0][3] == latin


async def test_a_mail_that_amazon_keeps_to_itself_is_in_sight(running: Running, amazon: Amazon) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    told = RECEIVED | {"content": None, "receipt": {"action": {"type": "S3"}}}
    assert (await it.calls(amazon.message(told))).json()["kept"] == 1
    assert [row[:3] for row in await it.kept()] == [("ses", "quarantined", "not_given")]


@pytest.mark.parametrize("word", ["Message", "MessageId", "Timestamp", "Signature", "Subject"])
async def test_what_was_altered_on_the_way_is_refused(running: Running, amazon: Amazon, word: str) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    message = amazon.message(RECEIVED, Subject="Mail")
    assert code(await it.calls(message | {word: message[word] + "A"})) == REFUSED
    assert await it.kept() == []


async def test_what_another_signed_or_signed_for_another_is_refused(running: Running, amazon: Amazon) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    assert code(await it.calls(Amazon().message(RECEIVED))) == REFUSED
    assert code(await it.calls(amazon.message(RECEIVED, TopicArn=f"{TOPIC}2"))) == REFUSED
    for version in ("0", "3", ""):
        assert code(await it.calls(amazon.message(RECEIVED, version=version))) == REFUSED
    amazon.name = "sns.evil.example"
    assert code(await it.calls(amazon.message(RECEIVED))) == REFUSED
    amazon.name, amazon.since = "sns.amazonaws.com", timedelta(days=-60)
    assert code(await it.calls(amazon.message(RECEIVED))) == REFUSED
    assert await it.kept() == []


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-west-3.amazonaws.com/SimpleNotificationService-a.pem",
        "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com.evil.example/SimpleNotificationService-a.pem",
        "https://evil.example/SimpleNotificationService-a.pem",
        "https://evil.example/https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com@evil.example/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com/@evil.example/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com:8443/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com\\@evil.example/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com\u3002evil.example/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com/elsewhere/SimpleNotificationService-a.pem",
        "https://sns.eu-west-3.amazonaws.com/other.pem",
        "https://s3.amazonaws.com/sns.eu-west-3.amazonaws.com/SimpleNotificationService-a.pem",
        "https://169.254.169.254/SimpleNotificationService-a.pem",
        "file:///etc/passwd",
        "",
    ],
)
async def test_a_certificate_from_anywhere_else_is_not_fetched(
    running: Running, amazon: Amazon, url: str
) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    assert code(await it.calls(amazon.message(RECEIVED, SigningCertURL=url))) == REFUSED
    assert amazon.asked == []
    assert await it.kept() == []


async def test_a_certificate_that_amazon_does_not_give_has_it_call_again(
    running: Running, amazon: Amazon
) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    amazon.away = True
    message = amazon.message(RECEIVED)
    assert code(await it.calls(message)) == (503, "mail_hook_late")
    amazon.away = False
    assert (await it.calls(message)).json()["kept"] == 1


async def test_only_the_topic_that_the_admin_named_is_subscribed_to_and_at_amazons_alone(
    running: Running, amazon: Amazon
) -> None:
    it = await hooked(running, "ses", topic=TOPIC)
    join = f"{AMAZON}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=233"
    subscription = {"Type": "SubscriptionConfirmation", "Token": "233"}
    for more in (
        {"SubscribeURL": join, "TopicArn": TOPIC.replace("courrier", "autre")},
        {"SubscribeURL": "https://evil.example/?Action=ConfirmSubscription"},
        {"SubscribeURL": "http://169.254.169.254/latest/meta-data"},
    ):
        message = amazon.message("You have chosen to subscribe.", **subscription, **more)
        assert code(await it.calls(message)) == REFUSED
        assert [url for url in amazon.asked if ".pem" not in url] == []
    forged = Amazon().message("You have chosen to subscribe.", **subscription, SubscribeURL=join)
    assert code(await it.calls(forged)) == REFUSED
    assert [url for url in amazon.asked if ".pem" not in url] == []
    message = amazon.message("You have chosen to subscribe.", **subscription, SubscribeURL=join)
    assert (await it.calls(message)).status_code == 200
    assert amazon.asked[-1] == join
    done = "Successfully validated SNS topic for Amazon SES event publishing."
    assert (await it.calls(amazon.message(done))).json() == {"kept": 0, "known": 0, "news": 0}
