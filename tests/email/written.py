"""Replies as people's programs write them, and what of each its author wrote: the rest is quoted or signed."""

FR = "Bonjour,\n\nJe l'ai reçu, merci.\nÀ bientôt"
DE = "Hallo,\n\ndas Paket ist da, danke."
ES = "Hola:\n\nYa ha llegado, gracias."
IT = "Buongiorno,\n\nè arrivato, grazie."
EN = "Hi,\n\nIt has arrived, thanks."
OLD = "Votre commande part demain.\nLéa"
QUOTED = "> Votre commande part demain.\n> Léa"

# Name, the plain text, the author's words.
PLAIN = [
    (
        "gmail fr",
        f"{FR}\n\nLe mar. 24 nov. 2026 à 10:12, Léa Martin <lea@lumen.example> a écrit :\n\n{QUOTED}\n",
        FR,
    ),
    (
        "gmail fr wrapped",
        f"{FR}\n\nLe mar. 24 nov. 2026 à 10:12, Lumen et Brume, service clients <\nbonjour+abc.def@lumen.example> a écrit :\n\n{QUOTED}\n",
        FR,
    ),
    (
        "gmail de",
        f"{DE}\n\nAm Di., 24. Nov. 2026 um 10:12 Uhr schrieb Léa Martin <\nlea@lumen.example>:\n\n{QUOTED}\n",
        DE,
    ),
    (
        "gmail es",
        f"{ES}\n\nEl mar, 24 nov 2026 a las 10:12, Léa Martin (<lea@lumen.example>)\nescribió:\n\n{QUOTED}\n",
        ES,
    ),
    (
        "gmail it",
        f"{IT}\n\nIl giorno mar 24 nov 2026 alle ore 10:12 Léa Martin <lea@lumen.example>\nha scritto:\n\n{QUOTED}\n",
        IT,
    ),
    (
        "gmail en",
        f"{EN}\n\nOn Tue, Nov 24, 2026 at 10:12 AM Léa Martin <lea@lumen.example> wrote:\n\n{QUOTED}\n",
        EN,
    ),
    (
        "apple fr",
        f"{FR}\n\n> Le 24 nov. 2026 à 10:12, Léa Martin <lea@lumen.example> a écrit :\n> \n{QUOTED}\n",
        FR,
    ),
    (
        "apple de",
        f"{DE}\n\n> Am 24.11.2026 um 10:12 schrieb Léa Martin <lea@lumen.example>:\n> \n{QUOTED}\n",
        DE,
    ),
    (
        "apple es",
        f"{ES}\n\n> El 24 nov 2026, a las 10:12, Léa Martin <lea@lumen.example> escribió:\n> \n{QUOTED}\n",
        ES,
    ),
    (
        "apple it",
        f"{IT}\n\n> Il giorno 24 nov 2026, alle ore 10:12, Léa Martin <lea@lumen.example> ha scritto:\n> \n{QUOTED}\n",
        IT,
    ),
    (
        "iphone fr",
        f"{FR}\n\nEnvoyé de mon iPhone\n\n> Le 24 nov. 2026 à 10:12, Léa <lea@lumen.example> a écrit :\n> \n{QUOTED}\n",
        FR,
    ),
    (
        "iphone fr after",
        f"{FR}\nEnvoyé de mon iPhone\n\nLe 24 nov. 2026 à 10:12, Léa <lea@lumen.example> a écrit :\n\n{OLD}\n",
        FR,
    ),
    (
        "iphone de",
        f"{DE}\n\nVon meinem iPhone gesendet\n\n> Am 24.11.2026 um 10:12 schrieb Léa <lea@lumen.example>:\n> \n{QUOTED}\n",
        DE,
    ),
    (
        "iphone es",
        f"{ES}\n\nEnviado desde mi iPhone\n\n> El 24 nov 2026, a las 10:12, Léa <lea@lumen.example> escribió:\n{QUOTED}\n",
        ES,
    ),
    (
        "iphone it",
        f"{IT}\n\nInviato da iPhone\n\n> Il giorno 24 nov 2026, alle ore 10:12, Léa <lea@lumen.example> ha scritto:\n{QUOTED}\n",
        IT,
    ),
    (
        "outlook fr",
        f"{FR}\n\n________________________________\nDe : Léa Martin <lea@lumen.example>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Claire <claire@x.fr>\nObjet : Votre commande\n\n{OLD}\n",
        FR,
    ),
    (
        "outlook fr bare",
        f"{FR}\n\nDe : Léa Martin <lea@lumen.example>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : claire@x.fr\nCc : hugo@x.fr\nObjet : Votre commande\n\n{OLD}\n",
        FR,
    ),
    (
        "outlook fr date",
        f"{FR}\n\nDe : Léa Martin <lea@lumen.example>\nDate : mardi, 24 novembre 2026 à 10:12\nÀ : claire@x.fr <claire@x.fr>\nObjet : RE: Votre commande\n{OLD}\n",
        FR,
    ),
    (
        "outlook de",
        f"{DE}\n\nVon: Léa Martin <lea@lumen.example>\nGesendet: Dienstag, 24. November 2026 10:12\nAn: Claire <claire@x.fr>\nBetreff: AW: Bestellung\n\n{OLD}\n",
        DE,
    ),
    (
        "outlook es",
        f"{ES}\n\nDe: Léa Martin <lea@lumen.example>\nEnviado el: martes, 24 de noviembre de 2026 10:12\nPara: Claire\nAsunto: RE: Pedido\n\n{OLD}\n",
        ES,
    ),
    (
        "outlook it",
        f"{IT}\n\nDa: Léa Martin <lea@lumen.example>\nInviato: martedì 24 novembre 2026 10:12\nA: Claire\nOggetto: R: Ordine\n\n{OLD}\n",
        IT,
    ),
    (
        "outlook en mobile",
        f"{EN}\n\nGet Outlook for Android<https://aka.ms/x>\n________________________________\nFrom: Léa <lea@lumen.example>\nSent: Tuesday, November 24, 2026 10:12:00 AM\nTo: Claire\nSubject: Re: Order\n\n{OLD}\n",
        EN,
    ),
    (
        "outlook fr mobile",
        f"{FR}\n\nTélécharger Outlook pour iOS<https://aka.ms/o0ukef>\n________________________________\nDe : Léa <lea@lumen.example>\nEnvoyé : Tuesday, November 24, 2026 10:12:00 AM\nÀ : Claire <claire@x.fr>\nObjet : Re: Commande\n\n{OLD}\n",
        FR,
    ),
    (
        "outlook starred",
        f"{EN}\n\n*From:* Léa <lea@lumen.example>\n*Sent:* Tuesday, 24 November 2026 10:12\n*To:* Claire\n*Subject:* Order\n\n{OLD}\n",
        EN,
    ),
    (
        "outlook old fr",
        f"{FR}\n\n-----Message d'origine-----\nDe : Léa [mailto:lea@lumen.example]\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Claire\nObjet : Commande\n\n{OLD}\n",
        FR,
    ),
    (
        "outlook old de",
        f"{DE}\n\n-----Ursprüngliche Nachricht-----\nVon: Léa [mailto:lea@lumen.example] \nGesendet: Dienstag, 24. November 2026 10:12\nAn: Claire\nBetreff: Bestellung\n\n{OLD}\n",
        DE,
    ),
    ("thunderbird fr", f"{FR}\n\nLe 24/11/2026 à 10:12, Léa Martin a écrit :\n{QUOTED}\n", FR),
    ("thunderbird de", f"{DE}\n\nAm 24.11.26 um 10:12 schrieb Léa Martin:\n{QUOTED}\n", DE),
    ("thunderbird es", f"{ES}\n\nEl 24/11/2026 a las 10:12, Léa Martin escribió:\n{QUOTED}\n", ES),
    ("thunderbird it", f"{IT}\n\nIl 24/11/2026 10:12, Léa Martin ha scritto:\n{QUOTED}\n", IT),
    (
        "thunderbird bottom",
        f"Le 24/11/2026 à 10:12, Léa Martin a écrit :\n{QUOTED}\n\n{FR}\n\n-- \nClaire Petit\n06 12 34 56 78\n",
        FR,
    ),
    (
        "yahoo fr",
        f"{FR}\n\n    Le mardi 24 novembre 2026 à 10:12:33 UTC+1, Léa <lea@lumen.example> a écrit :  \n \n {OLD}\n",
        FR,
    ),
    (
        "yahoo de",
        f"{DE}\n\n    Am Dienstag, 24. November 2026 um 10:12:33 MEZ hat Léa <lea@lumen.example> Folgendes geschrieben:  \n \n {OLD}\n",
        DE,
    ),
    (
        "yahoo es",
        f"{ES}\n\n    El martes, 24 de noviembre de 2026, 10:12:33 CET, Léa <lea@lumen.example> escribió:  \n \n {OLD}\n",
        ES,
    ),
    (
        "yahoo it",
        f"{IT}\n\n    Il martedì 24 novembre 2026 alle ore 10:12:33 CET, Léa <lea@lumen.example> ha scritto:  \n \n {OLD}\n",
        IT,
    ),
    (
        "yahoo android",
        f"{EN}\n\nSent from Yahoo Mail on Android \n \n  On Tue, Nov 24, 2026 at 10:12, Léa<lea@lumen.example> wrote:   {OLD}\n",
        EN,
    ),
    (
        "yahoo android fr",
        f"{FR}\n\nEnvoyé à partir de Yahoo Mail sur Android \n \n  Le mar., nov. 24 2026 à 10:12, Léa<lea@lumen.example> a écrit :   {OLD}\n",
        FR,
    ),
    (
        "proton",
        f"{EN}\n\nSent with [Proton Mail](https://proton.me/) secure email.\n\nOn Tuesday, November 24th, 2026 at 10:12, Léa <lea@lumen.example> wrote:\n\n{QUOTED}\n",
        EN,
    ),
    (
        "proton fr",
        f"{FR}\n\nEnvoyé avec la messagerie sécurisée [Proton Mail](https://proton.me/).\n\nLe mardi 24 novembre 2026 à 10:12, Léa <lea@lumen.example> a écrit :\n\n{QUOTED}\n",
        FR,
    ),
    (
        "gmx de",
        f'{DE}\n\nGesendet: Dienstag, 24. November 2026 um 10:12 Uhr\nVon: "Léa Martin" <lea@lumen.example>\nAn: claire@web.de\nBetreff: Bestellung\n\n{OLD}\n',
        DE,
    ),
    (
        "web.de app",
        f"{DE}\n-- \nDiese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.\n\nAm 24.11.26, 10:12 schrieb Léa <lea@lumen.example>:\n{QUOTED}\n",
        DE,
    ),
    (
        "orange",
        f'{FR}\n\n> Message du 24/11/26 10:12\n> De : "Léa Martin" <lea@lumen.example>\n> A : claire@orange.fr\n> Copie à : \n> Objet : Votre commande\n> \n{QUOTED}\n',
        FR,
    ),
    (
        "orange app",
        f"{FR}\n\nEnvoyé depuis l'application Mail Orange\n\n----------------------------------------\n\nDe : Léa <lea@lumen.example>\nEnvoyé : 24 novembre 2026\nÀ : claire@orange.fr\nObjet : Commande\n\n{OLD}\n",
        FR,
    ),
    (
        "sfr",
        f'{FR}\n\n========================================\n\nMessage du : 24/11/2026 10:12\nDe : "Léa" <lea@lumen.example>\nA : claire@sfr.fr\nSujet : Commande\n\n{OLD}\n',
        FR,
    ),
    (
        "free zimbra",
        f'{FR}\n\n----- Mail original -----\nDe: "Léa" <lea@lumen.example>\nÀ: "Claire" <claire@free.fr>\nEnvoyé: Mardi 24 Novembre 2026 10:12:33\nObjet: Commande\n\n{OLD}\n',
        FR,
    ),
    (
        "zimbra fr",
        f'{FR}\n\n\nDe: "Léa" <lea@lumen.example>\nÀ: "Claire" <claire@x.fr>\nEnvoyé: Mardi 24 Novembre 2026 10:12:33\nObjet: Commande\n\n{OLD}\n',
        FR,
    ),
    (
        "laposte",
        f'{FR}\n\n\n> Message du 24/11/26 à 10:12\n> De : "Léa" <lea@lumen.example>\n> A : claire@laposte.net\n> Objet : Commande\n>\n{QUOTED}\n',
        FR,
    ),
    (
        "samsung fr",
        f"{FR}\n\n\nEnvoyé depuis mon appareil Galaxy\n\n\n-------- Message d'origine --------\nDe : Léa <lea@lumen.example> \nDate : 24/11/2026  10:12  (GMT+01:00) \nÀ : claire@x.fr \nObjet : Commande \n\n{OLD}\n",
        FR,
    ),
    (
        "samsung de",
        f"{DE}\n\n\nVon meinem/meiner Galaxy gesendet\n\n\n-------- Ursprüngliche Nachricht --------\nVon: Léa <lea@lumen.example> \nDatum: 24.11.26  10:12  (GMT+01:00) \nAn: claire@x.fr \nBetreff: Bestellung \n\n{OLD}\n",
        DE,
    ),
    (
        "samsung es",
        f"{ES}\n\n\nEnviado desde mi Galaxy\n\n-------- Mensaje original --------\nDe: Léa <lea@lumen.example> \nFecha: 24/11/26  10:12  (GMT+01:00) \nPara: claire@x.fr \nAsunto: Pedido \n\n{OLD}\n",
        ES,
    ),
    (
        "k9 fr",
        f'{FR}\n-- \nEnvoyé de mon appareil Android avec Courriel K-9 Mail. Veuillez excuser ma brièveté.\n\nLe 24 novembre 2026 10:12:33 GMT+01:00, "Léa" <lea@lumen.example> a écrit :\n{QUOTED}\n',
        FR,
    ),
    (
        "k9 de",
        f'{DE}\n\n\nAm 24. November 2026 10:12:33 MEZ schrieb "Léa" <lea@lumen.example>:\n{QUOTED}\n\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n',
        DE,
    ),
    (
        "notes",
        f"{EN}\n\n\n\nFrom:   Léa <lea@lumen.example>\nTo:     claire@x.fr\nDate:   24/11/2026 10:12\nSubject:        Order\n\n\n\n{OLD}\n",
        EN,
    ),
    (
        "notes fr",
        f"{FR}\n\n\n\nDe :    Léa <lea@lumen.example>\nA :     claire@x.fr\nDate :  24/11/2026 10:12\nObjet : Commande\n\n\n\n{OLD}\n",
        FR,
    ),
    ("roundcube fr", f"{FR}\n\nLe 2026-11-24 10:12, Léa a écrit :\n\n{QUOTED}\n", FR),
    ("roundcube en", f"{EN}\n\nOn 2026-11-24 10:12, Léa wrote:\n{QUOTED}\n", EN),
    ("ovh", f"{FR}\n\nLe mardi 24 novembre 2026, 10:12:33 CET Léa a écrit :\n{QUOTED}\n", FR),
    ("no header", f"{FR}\n\n{QUOTED}\n", FR),
    ("sigdashes", f"{FR}\n\n-- \nClaire Petit\nDirectrice\n12 rue des Lilas\n75011 Paris\n", FR),
    (
        "forward",
        "Pour info.\n\n---------- Forwarded message ---------\nDe : Léa <lea@lumen.example>\nDate: mar. 24 nov. 2026 à 10:12\nSubject: Facture\nTo: <claire@x.fr>\n\nLe montant est de 12 €.\n",
        None,
    ),
    (
        "forward fr",
        "Voici le message.\n\n-------- Message transféré --------\nSujet : Facture\nDate : Tue, 24 Nov 2026 10:12:33 +0100\nDe : Léa <lea@lumen.example>\nPour : claire@x.fr\n\nLe montant est de 12 €.\n",
        None,
    ),
    (
        "forward alone",
        "\n\nDébut du message transféré :\n\n> De: Léa <lea@lumen.example>\n> Objet: Facture\n> Date: 24 novembre 2026 à 10:12\n> À: claire@x.fr\n> \n> Le montant est de 12 €.\n",
        "12 €",
    ),
]
