"""What is said at each moment, when a brand has not written its own words; French first written as French."""

from visavis.conversations.entries import Moment
from visavis.inviting.models import InvitationRule, InvitationTexts, Locale

TEXTS: dict[Moment, InvitationTexts] = {
    "payment_error": InvitationTexts(
        "Le paiement ne passe pas\u202f? Regardons cela ensemble, votre commande n’est pas perdue.",
        "Is the payment not going through? Let’s look at it together: your order is not lost.",
    ),
    "payment_slow": InvitationTexts(
        "Une hésitation au moment de payer\u202f? Posez-nous la question.",
        "Not sure about something before you pay? Just ask us.",
    ),
    "upload_stalled": InvitationTexts(
        "L’envoi de votre fichier n’avance plus\u202f? Nous pouvons vous aider à le faire passer.",
        "Is your file stuck on its way? We can help you get it through.",
    ),
    "basket_idle": InvitationTexts(
        "Une question avant de commander\u202f? Quelqu’un peut vous répondre.",
        "A question before you order? Somebody is here to answer.",
    ),
    "no_result": InvitationTexts(
        "Vous ne trouvez pas\u202f? Dites-nous ce que vous cherchez.",
        "Can’t find it? Tell us what you are looking for.",
    ),
    "same_page_again": InvitationTexts(
        "Cette page ne répond pas à votre question\u202f? Posez-la-nous.",
        "Doesn’t this page answer your question? Ask us.",
    ),
    "page": InvitationTexts(
        "Une question sur cette page\u202f? Nous sommes là.",
        "A question about this page? We are here.",
    ),
}


def said(rule: InvitationRule, locale: Locale) -> str:
    """Give the words of a rule in a language: its own, or those of its moment."""
    usual = TEXTS[rule.moment]
    return (rule.text_fr or usual.fr) if locale == "fr" else (rule.text_en or usual.en)
