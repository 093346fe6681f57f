"""Words that look like a quotation and are none, and words between quoted lines."""

# Texts of which every word is the author's.
WHOLE = [
    "On Monday John wrote: please send it again.\nSo I did.",
    "Le 12 mars à 10:30 votre collègue m'a écrit : c'est parti. Or rien n'est arrivé.",
    "Ma liste :\n> lait\n> pain\nMerci !",
    "De : Paris\nÀ : Lyon\nCombien coûte l'envoi ?",
    "Date : 12/03/2026\nHeure : 10:00\nLieu : Paris\nEst-ce possible ?",
    "Bonjour,\n\nDe notre côté, tout va bien.\nÀ vous de jouer.\nObjet : aucun.",
    "Von: hier\nNach: dort\nGeht das?",
    "Am Montag schrieb mir Ihr Kollege, dass alles gut ist.\nStimmt das?",
    "El lunes su colega me escribió que ya salió.\n¿Es cierto?",
    "Il 12 marzo mi ha scritto un collega: tutto bene.\nÈ vero?",
    "Je voudrais :\n- un vase\n- une lampe\n--\n- et rien d'autre\n\nMerci",
    "Envoyé de mon village, le colis est perdu.\nQue faire ?",
    "Ma commande :\n------------\nVase : 2\nLampe : 1\n------------\nTotal : 3\nMerci de confirmer.",
    "Sent from Paris to Lyon, the parcel is lost.\nWhat now?",
    "Bonjour,\nle 3/11 à 10:12 j'ai payé,\nle 4/11 à 11:00 j'ai écrit,\net depuis rien.",
    "Regards croisés est le titre du livre.\nRegards\nest son sous-titre.",
    "J'ai un code :\n```\nDe : a@x.fr\nÀ : b@x.fr\n```\nQu'en pensez-vous ?",
]
# What a reply says between the lines that it quotes, or below them: each word of the author's is kept.
BETWEEN = [
    ("> Quelle taille ?\n\n38.\n\n> Quelle couleur ?\n\nBleu.\n\nClaire", ("38.", "Bleu.", "Claire")),
    (
        "Le 24/11/2026 à 10:12, Léa a écrit :\n> Quelle taille ?\n\n38.\n\n> Quelle couleur ?\n\nBleu.\n",
        ("38.", "Bleu."),
    ),
    (
        "Bonjour, voir ci-dessous.\n\nLe 24/11/2026 à 10:12, Léa a écrit :\n> Quelle taille ?\nJe prends du 38.\n> Quelle couleur ?\nDu bleu.\n",
        ("voir ci-dessous", "du 38", "Du bleu"),
    ),
    ("Am 24.11.26 um 10:12 schrieb Léa:\n> Größe?\n38\n> Farbe?\nBlau\n", ("38", "Blau")),
    (
        "De : Léa <lea@lumen.example>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Claire\nObjet : Commande\n\nQuelle taille ?\n[Claire] Du 38.\n",
        ("Du 38.",),
    ),
]
