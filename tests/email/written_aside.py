"""Replies, and texts that look like them, on which the rules were tried that were made of others."""

ORDER = "Ihre Bestellung geht morgen raus.\nLéa"
Q = "> Ihre Bestellung geht morgen raus.\n> Léa"
ASIDE = [
    ("Merci !\n\nLe mar. 24 nov. 2026, 10 h 12, Léa <lea@x.fr> a écrit :\n" + Q, "Merci !"),
    ("Merci !\n\nLe mar. 24 nov. 2026 à 10 h 12, Léa Martin\n<lea@x.fr> a\nécrit :\n\n" + Q, "Merci !"),
    ("Danke!\n\nLéa <lea@x.fr> schrieb am Di., 24. Nov. 2026, 10:12:\n\n" + Q, "Danke!"),
    ("Danke!\n\nLéa Martin <lea@x.fr> schrieb am 24.11.2026 um 10:12:\n\n" + ORDER, "Danke!"),
    ("Danke!\n\nAm Dienstag, 24. November 2026 um 10:12 schrieb Léa <lea@x.fr>:\n" + Q, "Danke!"),
    ("Danke!\n\nAm Tue, 24 Nov 2026 10:12:33 +0100\nschrieb Léa <lea@x.fr>:\n\n" + Q, "Danke!"),
    (
        "Danke\n\nVon: Léa <lea@x.fr>\nDatum: Dienstag, 24. November 2026 um 10:12\nAn: c@x.fr\nBetreff: Bestellung\n"
        + ORDER,
        "Danke",
    ),
    ("Gracias\n\nEl mar., 24 nov. 2026 10:12, Léa <lea@x.fr> escribió:\n\n" + Q, "Gracias"),
    (
        "Gracias\n\nDe: Léa <lea@x.fr>\nFecha: martes, 24 de noviembre de 2026, 10:12\nPara: c@x.fr\nAsunto: Pedido\n\n"
        + ORDER,
        "Gracias",
    ),
    (
        "Gracias\n\nObtener Outlook para Android\n________________________________\nDe: Léa <lea@x.fr>\nEnviado: martes, 24 de noviembre de 2026 10:12\nPara: c@x.fr\nAsunto: Re: Pedido\n\n"
        + ORDER,
        "Gracias",
    ),
    ("Grazie\n\nIl mar 24 nov 2026, 10:12 Léa <lea@x.fr> ha scritto:\n\n" + Q, "Grazie"),
    (
        "Grazie\n\nDa: Léa <lea@x.fr>\nData: martedì 24 novembre 2026 alle ore 10:12\nA: c@x.fr\nOggetto: Ordine\n\n"
        + ORDER,
        "Grazie",
    ),
    ("Grazie\n\nIl giorno martedì 24 novembre 2026, Léa <lea@x.fr> ha scritto:\n\n" + Q, "Grazie"),
    (
        "Merci\n\n________________________________\n\nDe : Léa <lea@x.fr>\nÀ : c@x.fr\nEnvoyé : mardi 24 novembre 2026 10:12\nObjet : Commande\n\n"
        + ORDER,
        "Merci",
    ),
    (
        "Merci\n\nEnvoyé depuis Outlook pour Android\n\nDe : Léa <lea@x.fr>\nEnvoyé : mardi 24 novembre 2026 à 10:12\nÀ : c@x.fr\nObjet : Commande\n\n"
        + ORDER,
        "Merci",
    ),
    (
        "Merci\n\nProvenance : Courrier pour Windows 10\n\nDe : Léa\nEnvoyé le :mardi 24 novembre 2026 10:12\nÀ : c@x.fr\nObjet :Commande\n\n"
        + ORDER,
        "Merci",
    ),
    (
        "Thanks\n\nSent from my Samsung Galaxy smartphone.\n-------- Original message --------From: Léa <lea@x.fr> Date: 11/24/26  10:12 AM  (GMT+01:00) To: c@x.fr Subject: Order \n"
        + ORDER,
        "Thanks",
    ),
    (
        "Thanks\n\nSent from Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Léa <lea@x.fr>\nSent: Tuesday, November 24, 2026 10:12:33 AM\nTo: c@x.fr <c@x.fr>\nSubject: Re: Order\n\n"
        + ORDER,
        "Thanks",
    ),
    ("Thanks\n\nOn 24 Nov 2026, at 10:12, Léa <lea@x.fr> wrote:\n\n" + ORDER, "Thanks"),
    ("Thanks\n\nOn 24/11/2026 10:12 CET Léa <lea@x.fr> wrote:\n \n \n" + ORDER, "Thanks"),
    ("Thanks\n\nOn Tue, Nov 24, 2026 at 10:12 AM, Léa < lea@x.fr > wrote:\n\n" + Q, "Thanks"),
    ("Thanks\n\nLéa <lea@x.fr> writes:\n\n" + Q, "Thanks"),
    ("Thanks\n\nQuoting Léa <lea@x.fr>:\n\n" + Q, "Thanks"),
    ("Merci\n\nLéa <lea@x.fr> a écrit :\n\n" + Q, "Merci"),
    ("Merci\n\nLéa Martin a écrit le 24/11/2026 10:12 :\n" + Q, "Merci"),
    ("Merci\n\nCitando Léa <lea@x.fr>:\n\n" + Q, "Merci"),
    ("Merci\n\nZitat von Léa <lea@x.fr>:\n\n" + Q, "Merci"),
    ("Merci\n\n---- Le mar., 24 nov. 2026 10:12:33 +0100 Léa <lea@x.fr> a écrit ----\n\n" + ORDER, "Merci"),
    ("Thanks\n\n---- On Tue, 24 Nov 2026 10:12:33 +0100 Léa <lea@x.fr> wrote ---\n\n" + ORDER, "Thanks"),
    ("Dank je\n\nOp di 24 nov 2026 om 10:12 schreef Léa <lea@x.fr>:\n\n" + Q, "Dank je"),
    ("Obrigada\n\nEm ter., 24 de nov. de 2026 às 10:12, Léa <lea@x.fr> escreveu:\n\n" + Q, "Obrigada"),
    ("好的\n\n在 2026年11月24日 10:12，Léa <lea@x.fr> 写道：\n\n" + Q, "好的"),
    ("承知しました\n\n2026年11月24日(火) 10:12 Léa <lea@x.fr>:\n\n" + Q, "承知しました"),
    (
        "Merci\n\nTéléchargez Mail Orange pour Android\n\nLe 24 nov. 2026 à 10:12, Léa <lea@x.fr> a écrit :\n"
        + ORDER,
        "Merci",
    ),
    (
        "Merci\n\nObtenir BlueMail pour Android\n\nLe 24 nov. 2026 à 10:12, à 10:12, Léa <lea@x.fr> a écrit:\n"
        + Q,
        "Merci",
    ),
    (
        "Merci.\n\n##- Veuillez écrire votre réponse au-dessus de cette ligne -##\n\nVotre commande\n",
        "Merci.",
    ),
    ("Merci.\n\n##- Please type your reply above this line -##\n\nYour order\n", "Merci."),
]
ASIDE_WHOLE = [
    "Voici l'adresse de livraison :\nDe : Claire\nÀ : 12 rue des Lilas\nObjet : cadeau",
    "J'ai écrit le 12/03/2026 à 10:12 :\nPas de réponse.",
    "Il a écrit :\n\nrien\n\net c'est tout",
    "From: Paris\nTo: London\nDate: 12 May\n\nHow much?",
    "Hello,\n\n> is this quoted?\n\nYes it's markdown.\n> and this too\nBye",
    'On 12/03/2026 I paid. On 13/03/2026 at 10:12 you wrote:\n\n"it is sent"\n\nIt is not.',
    "Bonjour\n\n___\n\nJe veux annuler la commande numéro 12345 et recevoir un remboursement complet.\nMerci",
    "Am 24.11.2026 um 10:12 habe ich bezahlt:\n100 Euro",
    "Le 24/11/2026, Léa Martin m'a écrit :\n« c'est parti »\nOr rien.",
]
