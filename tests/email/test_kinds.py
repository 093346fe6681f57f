"""What no person wrote is told from what one did, in the words of the servers that people use."""

import pytest

from visavis.channels.email.reading import read_mail

D = "MAILER-DAEMON@mx.example"
NULL = "Return-Path: <>\n"
# From, subject, further fields, text.
FAILED = [
    (
        f"Mail Delivery System <{D}>",
        "Undelivered Mail Returned to Sender",
        "",
        "<a@x.fr>: host mx[1.2.3.4] said: 550 5.1.1",
    ),
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Échec de la remise",
        NULL,
        "Adresse introuvable a@x.fr",
    ),
    (
        "Microsoft Outlook <MicrosoftExchange329e71ec@firme.fr>",
        "Non remis : Votre commande",
        NULL,
        "Échec de la remise à a@x.fr",
    ),
    (
        "Microsoft Outlook <postmaster@firma.de>",
        "Unzustellbar: Ihre Bestellung",
        "",
        "a@x.de konnte nicht gefunden werden.",
    ),
    (
        "postmaster@empresa.es",
        "No se puede entregar: Su pedido",
        "",
        "No se pudo entregar su mensaje a a@x.es",
    ),
    (
        "postmaster@ditta.it",
        "Non recapitabile: Il tuo ordine",
        "",
        "Impossibile recapitare il messaggio a a@x.it",
    ),
    (
        "MAILER-DAEMON@yahoo.com",
        "Failure Notice",
        "",
        "Sorry, we were unable to deliver your message to <a@x.fr>.",
    ),
    (
        "mailer-daemon@gmx.de",
        "Mail delivery failed: returning message to sender",
        "",
        "Die folgende Adresse: a@x.de",
    ),
    (
        "MAILER-DAEMON@qmail.example",
        "failure notice",
        "",
        "Hi. This is the qmail-send program. <a@x.fr>: no mailbox here",
    ),
    (
        "Mail Delivery System <Mailer-Daemon@exim.example>",
        "Warning: message 1k delayed 24 hours",
        "",
        "a@x.fr Delay reason",
    ),
    (
        "postmaster@notes.example",
        "DELIVERY FAILURE: User a (a@x.fr) not listed in Domino Directory",
        "",
        "Your message",
    ),
    (
        "postmaster@notes.example",
        "RAPPORT D'ÉCHEC DE DISTRIBUTION : Votre commande",
        "",
        "Le message n'a pas été distribué à a@x.fr",
    ),
    (
        "postmaster@orange.fr",
        "Message non distribué",
        "",
        "Votre message n'a pu être remis à a@orange.fr : boîte pleine",
    ),
    (
        "noreply@kddi.example",
        "メールエラー通知",
        "",
        "送信できませんでした。Could not be delivered to: <a@x.jp> 550 5.2.2",
    ),
    ("PostMaster@qq.com", "系统退信", "", "您的邮件无法投递到 a@qq.com"),
    ("postmaster@docomo.example", "配信できませんでした", "", "550 5.1.1 a@docomo.example"),
    (
        "post_master@james.example",
        "Re: Votre commande",
        "",
        "Error message below:\n550 - no such user here\nRCPT TO: a@x.fr",
    ),
    (
        "Servicio de correo <mailer-daemon@correo.es>",
        "Correo devuelto al remitente",
        "",
        "El buzón de a@x.es está lleno",
    ),
    ("MAILER-DAEMON@aruba.it", "Mancata consegna", "", "La casella a@x.it è piena"),
    ("Mail Administrator <Postmaster@big.example>", "Mail System Error - Returned Mail", "", "a@x.fr"),
    (
        "Microsoft Outlook <postmaster@firme.fr>",
        "Remise différée : Votre commande",
        "",
        "La remise à a@x.fr est retardée",
    ),
    (
        "System Administrator <sysadmin@old.example>",
        "Undeliverable: Votre commande",
        NULL,
        "did not reach a@x.fr",
    ),
    (
        "no-reply@sns.amazonaws.com",
        "AWS Notification Message",
        "",
        '{"Message": "{\\"notificationType\\":\\"Bounce\\"}"}',
    ),
    ("no-reply@sns.amazonaws.com", "AWS Notification Message", "", '{"eventType":"Bounce","bounce":{}}'),
]
ABSENT = [
    ("Léa <lea@x.fr>", "Réponse automatique : Votre commande", "", "Je suis absente jusqu'au 3."),
    ("Max <max@x.de>", "Automatische Antwort: Bestellung", "", "Ich bin nicht im Büro."),
    ("Eva <eva@x.es>", "Respuesta automática: Su pedido", "", "Estoy fuera."),
    ("Ugo <ugo@x.it>", "Risposta automatica: Ordine", "", "Sono assente."),
    ("Joe <joe@x.com>", "Out of Office: your order", "", "I am away."),
    ("Joe <joe@x.com>", "Your order", "Auto-Submitted: auto-replied\n", "I am away."),
    ("Joe <joe@x.com>", "Your order", "X-Autoreply: yes\n", "I am away."),
    ("Léa <lea@x.fr>", "Absence du bureau : Votre commande", "", "Je suis absente."),
    ("Max <max@x.de>", "Abwesenheitsnotiz: Bestellung", "", "Ich bin im Urlaub."),
    ("Eva <eva@x.es>", "Fuera de la oficina: Su pedido", "", "Vuelvo el lunes."),
    ("Ugo <ugo@x.it>", "Fuori ufficio: Ordine", "", "Torno lunedì."),
    ("李 <li@qq.com>", "自动回复: 订单", "", "我不在"),
    ("Ken <ken@x.jp>", "自動返信: 注文", "", "不在です"),
    (
        "Léa <lea@x.fr>",
        "Lu : Votre commande",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=q\n",
        "Lu",
    ),
]
PERSONS = [
    ("Léa <lea@x.fr>", "Absence de réponse à ma commande", "", "Bonjour, toujours rien ?"),
    ("Joe <joe@x.com>", "Vacation rental in May", "", "Is it free?"),
    ("Joe <joe@x.com>", "My parcel could not be delivered", "", "It was returned to the sender."),
    (
        "Joe <joe@x.com>",
        "Fwd: Undelivered Mail Returned to Sender",
        "",
        "What does this mean?\n> <a@x.fr>: 550 5.1.1",
    ),
    ("Max <max@x.de>", "Paket nicht zugestellt", "", "Wo ist mein Paket?"),
    ("Léa <lea@x.fr>", "Colis non remis", "", "Le livreur n'est pas passé."),
    ("Léa <lea@x.fr>", "Échec de la livraison", "", "Que faire ?"),
    ("Eva <eva@x.es>", "Ausencia de factura", "", "No la encuentro."),
    ("Max <max@x.de>", "Abwesenheit des Verkäufers", "", "Niemand war da."),
    ("Joe <joe@x.com>", "Automatic reply function broken", "", "Your shop's automatic reply is broken."),
    (
        "DHL <noreply@dhl.example>",
        "Your parcel could not be delivered",
        "",
        "Delivery attempt failed. Call 0550 123.",
    ),
    ("Postmaster General Museum <info@museum.example>", "Tickets", "", "How much are they?"),
    ("Joe <joe@x.com>", "Bouncer for the party", "", "Do you have one?"),
]


def kind(case: tuple[str, str, str, str]) -> str:
    sender, subject, fields, text = case
    return read_mail(f"From: {sender}\nSubject: {subject}\n{fields}\n{text}\n".encode()).kind


@pytest.mark.parametrize("case", FAILED, ids=lambda case: case[1])
def test_a_report_of_failure_is_one(case: tuple[str, str, str, str]) -> None:
    assert kind(case) == "bounce"


@pytest.mark.parametrize("case", ABSENT, ids=lambda case: case[1])
def test_an_answer_by_a_machine_is_one(case: tuple[str, str, str, str]) -> None:
    assert kind(case) == "auto_reply"


@pytest.mark.parametrize("case", PERSONS, ids=lambda case: case[1])
def test_a_person_who_writes_about_such_things_is_a_person(case: tuple[str, str, str, str]) -> None:
    assert kind(case) == "person"
