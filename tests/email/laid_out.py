"""Replies as programs lay them out in HTML, and what of each its author wrote."""

OWN = "<p>Je l'ai reçu, merci.</p>"
OLD = "<div>Votre commande part demain.</div><div>Léa</div>"
HEADER = "<b>De :</b> Léa &lt;lea@x.example&gt;<br><b>Envoyé :</b> mardi 24 novembre 2026 10:12<br><b>À :</b> Claire<br><b>Objet :</b> Commande"
WROTE = "Le mar. 24 nov. 2026 à 10:12, Léa &lt;<a href='mailto:lea@x.example'>lea@x.example</a>&gt; a écrit :"
SAID = "Je l'ai reçu, merci."

# Name, the HTML, the author's words.
HTML = [
    (
        "gmail",
        f'<div dir="ltr">{OWN}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{WROTE}<br></div><blockquote class="gmail_quote" style="margin:0">{OLD}</blockquote></div>',
        SAID,
    ),
    (
        "gmail app",
        f'<div dir="auto">{SAID}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{WROTE}</div><blockquote class="gmail_quote">{OLD}</blockquote></div>',
        SAID,
    ),
    (
        "outlook desktop",
        f'<div class="WordSection1">{OWN}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{HEADER}<o:p></o:p></p></div></div><p class="MsoNormal">&nbsp;</p>{OLD}</div>',
        SAID,
    ),
    (
        "outlook web",
        f'<div class="elementToProof">{SAID}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{HEADER}</font><div>&nbsp;</div></div><div>{OLD}</div>',
        SAID,
    ),
    (
        "outlook mobile",
        f'<div>{SAID}</div><div id="ms-outlook-mobile-signature"><div></div>Télécharger <a href="https://aka.ms/x">Outlook pour iOS</a></div><hr><div id="divRplyFwdMsg">{HEADER}</div><div>{OLD}</div>',
        SAID,
    ),
    (
        "outlook mac",
        f'<div class="WordSection1">{OWN}<div id="mail-editor-reference-message-container"><div><div style="border:none;border-top:solid #B5C4DF 1.0pt">{HEADER}</div>{OLD}</div></div></div>',
        SAID,
    ),
    (
        "apple",
        f'<html><head></head><body dir="auto">{SAID}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>Le 24 nov. 2026 à 10:12, Léa &lt;lea@x.example&gt; a écrit :</div><br>{OLD}</blockquote></div></body></html>',
        SAID,
    ),
    (
        "iphone",
        f'<html><body dir="auto">{SAID}<div><br></div><div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br><blockquote type="cite">Le 24 nov. 2026 à 10:12, Léa &lt;lea@x.example&gt; a écrit :<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">{OLD}</div></blockquote></body></html>',
        SAID,
    ),
    (
        "thunderbird",
        f'<p>{SAID}</p><div class="moz-cite-prefix">Le 24/11/2026 à 10:12, Léa a écrit :<br></div><blockquote type="cite" cite="mid:x">{OLD}</blockquote>',
        SAID,
    ),
    (
        "thunderbird below",
        f'<div class="moz-cite-prefix">Le 24/11/2026 à 10:12, Léa a écrit :<br></div><blockquote type="cite" cite="mid:x">{OLD}</blockquote><p>{SAID}</p>',
        SAID,
    ),
    (
        "yahoo",
        f'<div class="ydp1yahoo-style-wrap"><div dir="ltr">{SAID}</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>Le mardi 24 novembre 2026 à 10:12:33 UTC+1, Léa &lt;lea@x.example&gt; a écrit :</div>{OLD}</div>',
        SAID,
    ),
    (
        "proton",
        f'<div style="font-family: Arial">{SAID}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Envoyé avec la messagerie sécurisée Proton Mail.</div></div><div class="protonmail_quote">{WROTE}<br><blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>',
        SAID,
    ),
    (
        "zimbra",
        f'<div style="font-family: arial"><div>{SAID}</div><div><br></div><hr id="zwchr"><div><b>De: </b>"Léa"<br><b>À: </b>"Claire"<br><b>Envoyé: </b>Mardi 24<br><b>Objet: </b>Commande</div>{OLD}</div>',
        SAID,
    ),
    (
        "gmx",
        f'<div>{SAID}</div><div><br><div name="quote" style="margin:10px 5px"><div style="margin:0 0 10px 0;"><b>Gesendet:</b> Dienstag, 24. November 2026 um 10:12 Uhr<br><b>Von:</b> Léa<br><b>An:</b> claire@gmx.de<br><b>Betreff:</b> Commande</div><div name="quoted-content">{OLD}</div></div></div>',
        SAID,
    ),
    (
        "orange",
        f'{OWN}<blockquote style="border-left: 2px solid">&gt; Message du 24/11/26 10:12<br>&gt; De : "Léa" &lt;lea@x.example&gt;<br>&gt; A : claire@orange.fr<br>&gt; Objet : Commande<br>&gt; <br>{OLD}</blockquote>',
        SAID,
    ),
    (
        "samsung",
        f'<div dir="auto">{SAID}</div><div><br></div><div id="composer_signature" dir="auto">Envoyé depuis mon appareil Galaxy</div><div><br></div><div dir="auto"><!-- originalMessage --><div>-------- Message d\'origine --------</div><div>De : Léa &lt;lea@x.example&gt; </div><div>Date : 24/11/2026 10:12 (GMT+01:00) </div><div>À : claire@x.fr </div><div>Objet : Commande </div><div><br></div></div>{OLD}',
        SAID,
    ),
    (
        "spark",
        f'<div name="messageBodySection">{SAID}</div><div name="messageReplySection">{WROTE}<br><blockquote type="cite">{OLD}</blockquote></div>',
        SAID,
    ),
    (
        "roundcube",
        f'<p>{SAID}</p><p id="reply-intro">Le 2026-11-24 10:12, Léa a écrit :</p><blockquote type="cite" style="padding: 0 0.4em">{OLD}</blockquote>',
        SAID,
    ),
    (
        "k9",
        f'<html><body>{SAID}<br><br><div class="gmail_quote">Le 24 novembre 2026 10:12:33 GMT+01:00, "Léa" &lt;lea@x.example&gt; a écrit :<blockquote class="gmail_quote">{OLD}</blockquote></div></body></html>',
        SAID,
    ),
    ("no marks", f"{OWN}<p>{WROTE}</p><blockquote>{OLD}</blockquote>", SAID),
]
# Each word is the author's, or forwarded by them.
KEPT = [
    (
        "gmail forward",
        f'<div>Pour info.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>De : Léa &lt;lea@x.example&gt;<br>Subject: Facture<br></div>{OLD}</div>',
        ("Pour info.", "part demain"),
    ),
    (
        "apple forward",
        f'<div>Pour info.<br><blockquote type="cite"><div>Début du message réexpédié :</div><br><div><b>De: </b>Léa</div><div><b>Objet: </b>Facture</div>{OLD}</blockquote></div>',
        ("Pour info.", "part demain"),
    ),
    (
        "thunderbird forward",
        f'<p>Pour info.</p><div class="moz-forward-container"><br>-------- Message transféré --------<table class="moz-email-headers-table"><tr><th>Sujet : </th><td>Facture</td></tr><tr><th>De : </th><td>Léa</td></tr></table>{OLD}</div>',
        ("Pour info.", "part demain"),
    ),
    (
        "between",
        '<div class="moz-cite-prefix">Le 24/11/2026 à 10:12, Léa a écrit :</div><blockquote type="cite"><p>Quelle taille ?</p></blockquote><p>Du 38.</p><blockquote type="cite"><p>Quelle couleur ?</p></blockquote><p>Du bleu.</p>',
        ("Du 38.", "Du bleu."),
    ),
    (
        "quotes a poem",
        "<p>J'aime ces vers :</p><blockquote>Les sanglots longs</blockquote><p>Et vous ?</p>",
        ("sanglots", "Et vous ?"),
    ),
    (
        "indented",
        '<div>Ma liste :</div><blockquote style="margin:0 0 0 40px;border:none;padding:0"><div>deux vases</div></blockquote>',
        ("deux vases",),
    ),
    ("only quoted", f'<blockquote type="cite">{OLD}</blockquote>', ("part demain",)),
]
