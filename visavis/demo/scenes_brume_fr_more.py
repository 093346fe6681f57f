"""Atelier Brume, in French, continued: made to measure, gifts, doubts and thanks."""

SCRIPT = """
== lin-peluche; advice; /guides/entretien-du-lin; Entretenir le lin; set,cover,sheet
C {Bonjour}, {my} laisse des peluches partout depuis le premier lavage, c'est normal ? | bonjour c'est normal que le lin peluche autant ?? j'en ai plein le filtre
A {hello} les deux ou trois premiers lavages, oui : ce sont les fibres courtes qui s'en vont. Ensuite, plus rien. | {hello} c'est la mue du lin ! Rassurez-vous, cela s'arrête au troisième lavage.
C Ok. une astuce ? | Et sur mes vêtements noirs j'en ai plein...
A Lavez-le seul, à l'envers, avec un demi-verre de vinaigre blanc au rinçage, et nettoyez le filtre entre deux. | Un demi-verre de vinaigre blanc au rinçage, tambour à moitié plein, et seul le temps que ça passe.
C Je vais essayer, merci | ok j'essaie et je vous dis
~ 8 d
C? Petit retour : plus de peluches après 3 lavages, vous aviez raison :) | ca marche bien le vinaigre merci
A? Formidable, merci d'être revenu{ec} nous le dire. | Le vinaigre, ce héros. {bye}

== couette-allergie; advice; /guides/couettes; Choisir sa couette; duvet
C Bonjour, mon fils est allergique aux acariens, quelle couette vous conseillez ? | {Bonjour}, est-ce que {the} convient à un enfant asthmatique ?
A {hello} dans ce cas, évitez la plume : une couette en fibre, lavable à 60 °C, c'est la température qui compte contre les acariens. | {hello} je vous conseille plutôt la version synthétique : elle se lave à 60 °C, la plume non.
C Vous en avez en 140x200 ? | Et la chaleur ? il a vite chaud
A= Oui, en 140 × 200, deux épaisseurs. Pour un enfant qui a vite chaud, la légère, avec une petite couverture l'hiver. | Alors la légère : elle suffit dans une chambre à 19 °C.
C Et elle tient combien de lavages ? | on lave tous les mois du coup
A= Une cinquantaine sans se tasser, en l'aérant bien. Pour un avis médical, votre médecin reste le mieux placé. | Tous les mois, c'est parfait, elle est faite pour ça. Ajoutez une housse intégrale sur l'oreiller, c'est là qu'il respire. {bye}
C? Merci pour votre honnêteté | super, je prends la légère

== broderie; orders; /broderie; Broderie; towel,robe,sheet
C {Bonjour}, la broderie sur {the}, c'est quel délai ? Et on peut mettre 4 lettres ? | Bonjour, je voudrais faire broder {a} avec les initiales A. & L., c'est possible ?
A {hello} oui, jusqu'à six caractères, brodés à l'atelier en dix jours. Quelle couleur de fil ? | {hello} bien sûr ! Dix jours de délai et 12 € par pièce. Avez-vous choisi le fil : écru, gris brume ou terracotta ?
C Gris brume | le terracotta, c'est plus gai
C en bas à droite svp | Et en minuscules si possible
A C'est noté. Attention, une pièce brodée ne se reprend pas : voulez-vous une épreuve avant ? | Très joli choix. Je vous fais envoyer une photo de l'épreuve avant de broder, pour être tranquille.
C Oui je préfère | oui une photo c'est bien
H orders Broderie à faire valider avant exécution : photo de l'épreuve à envoyer ici même. Commande {order}.
~ 1 d
A {hello} c'est {agent}. Voici l'épreuve, dites-moi si l'espacement vous plaît. | {hello} l'épreuve est prête, je reprends votre dossier. Un peu plus grand, ou c'est bon ?
C C'est parfait comme ça, allez-y ! | Un tout petit peu plus grand, sinon c'est très beau
A= C'est parti pour la broderie. Livraison {later}. {bye} | Entendu, je transmets. Vous l'aurez {later}. {bye}

== liste-mariage; advice; /liste-de-mariage; Liste de mariage
C Bonjour, on se marie dans six mois, vous faites des listes ? | {Bonjour}, je cherche le lien de la liste de mariage de Clara et Mehdi, je ne la trouve pas
A= {hello} quelle belle raison de nous écrire ! Oui, nous tenons des listes, en ligne et en boutique. | {hello} avec plaisir. Les listes ne sont visibles qu'avec le lien des mariés, mais je peux vous y conduire.
C= Comment ça se passe ? | Ah super
A= Chacun participe du montant de son choix, les mariés choisissent à la fin, et rien ne se perd si une pièce change. | On offre une pièce entière ou une part. Les mariés reçoivent votre mot avec.
C= Et si on change d'avis après ? | Et ca se commande jusqu'a quand
A= Tout reste échangeable pendant un an. Je vous envoie le lien par mail ? | Jusqu'à la veille, et même après. Je vous mets le lien dans un mail ?
C oui svp à l'adresse de mon compte | Oui merci !
A C'est envoyé. {bye} | Voilà, et tous nos vœux ! {bye}

== rideaux; advice; /sur-mesure; Sur mesure; curtain
C {Bonjour}, vous faites les rideaux sur mesure ? ma fenêtre fait 2,40 m de haut | Bonjour, quelle largeur de rideau pour une baie de 3 mètres ?
A= {hello} oui. Pour un beau tombé, comptez deux fois la largeur de la tringle, et 1 cm au-dessus du sol. | {hello} comptez le double de la largeur : pour 3 m de tringle, deux pans de 3 m chacun.
C 2 fois ?? c'est énorme | Ah oui quand même. et si je mets que 1,5 ?
A À 1,5 fois il fait un peu « tendu » mais c'est tout à fait portable, surtout dans un voile de lin. | On peut descendre à 1,5 : moins de plis, plus de lumière, et moins cher.
C Va pour 1,5 alors. Et on mesure d'où ? | ok. je mesure depuis la tringle ou depuis les anneaux ?
A Du bas de l'anneau jusqu'au sol, moins 1 cm. Mesurez à gauche et à droite, les sols ne sont jamais droits ! | Depuis le bas de l'anneau. Et aux deux bouts : prenez la plus petite mesure. {bye}
~ 1 d
C? mesuré : 2,38 à gauche, 2,41 à droite. Vous aviez raison lol | J'ai commandé, merci
A?= 2,37 alors, et il sera parfait. {bye} | Merci à vous, l'atelier s'y met. {bye}

== boutique-brume; advice; /boutiques; Nos boutiques
C Bonjour, est ce que vous avez {the} en boutique à {city} ? | {Bonjour}, quels sont vos horaires ? je viens de {city} exprès
A {hello} nous sommes ouverts du lundi au samedi, 10 h à 19 h, {shop}. {The} y est, en trois coloris, et je peux vous en mettre de côté. | {hello} 10 h-19 h, sauf dimanche, {shop}. Je demande qu'on vous mette {the} de côté ?
C Oui merci, au nom de {me} | Pas la peine, merci, je passe juste toucher la matière | Oui volontiers
A= Avec plaisir. Demandez à voir l'atelier derrière, on y coud sous vos yeux. {bye} | Vous avez raison, le lin se choisit à la main. Le samedi matin est plus calme. {bye} | C'est entendu, on vous attend. {bye}
C? Chouette, merci

== double-debit; orders; /commandes; Mes commandes
C {Bonjour}, j'ai été débité{ec} deux fois pour la commande {order} ! | bonjour 2 prélèvements de {price} sur mon compte pour une seule commande, c'est quoi ce délire
C?@receipt capture de mon compte | Voilà le relevé
A {hello} je comprends l'inquiétude. L'un des deux est une autorisation qui va tomber d'elle-même, pas un débit. | {hello} un seul est un vrai débit. L'autre est une empreinte laissée par un premier essai, elle disparaît sous cinq jours.
C Vous êtes sûr{ea} ? ma banque dit que c'est un débit | et si elle disparait pas ?
N Vérifié chez le prestataire : 1 capture, 1 autorisation expirée. Rien à rembourser. | Une seule capture côté paiement. Je garde un œil dessus.
A= J'ai la trace sous les yeux : un seul encaissement de {price}. Si la seconde ligne est encore là {soon}, écrivez-moi et je m'en charge avec votre banque. | Alors vous m'écrivez ici et je vous envoie l'attestation pour la banque. Mais elle partira. {bye}
Z 4 d
C? C'est bon, la ligne a disparu. Merci | ok c'est parti tout seul, merci {agent}
A? Merci de m'avoir tenu{ea} au courant. {bye}

== teinte-bain; orders; /retours; Faire un retour; towel
C Bonjour, j'ai racheté {a} pour compléter et la teinte n'est pas la même | {Bonjour}, deux bains de teinture différents ?? mes serviettes ne sont pas assorties
C?@stain comparez, à gauche l'ancienne | photo des deux cote a cote
A {hello} c'est bien deux bains de teinture, la couleur varie un peu d'une série à l'autre. Je cherche s'il reste de l'ancienne. | {hello} je vois la différence. Je demande à l'atelier s'il leur reste de la première série.
~ 1 h
A Il en reste quatre de l'ancien bain ! Je vous en envoie un{e}, et vous gardez l'autre pour les invités. | Trouvé : l'atelier en avait deux de côté. L'un{e} part chez vous, sans frais.
C Vous êtes géniaux | Ah je n'y croyais pas trop, merci !
A Elle arrive {soon}. {bye} | C'est l'avantage d'un petit atelier. {bye}

== merci-brume; advice; /; Atelier Brume; set,cover,throw,duvet
C coucou, juste pour dire que {the} est une merveille, je ne dors plus sans ! | {Bonjour}, je tenais à remercier la personne qui m'a conseillé{ec} la semaine dernière, c'était parfait | Bonjour, pour une fois que j'écris sans problème : {the}, 10/10, mes filles se battent pour l'avoir
C?@bed mon lit ce matin | une petite photo pour l'équipe | 📸
A= {hello} merci, voilà qui fait chaud au cœur. Je lis votre message à toute l'équipe ce midi. | {hello} que c'est gentil ! Je transmets, elle va rougir. | {hello} merci, et courage pour l'arbitrage !
C? C'est mérité | {good_day} à tous
A? À bientôt, et belles nuits. {bye}

== etranger; orders; /livraison; Livraison
C {Bonjour}, vous livrez en Belgique ? | Bonjour, livraison en Suisse possible ? et les droits de douane ? | bonjour j'habite à Bruxelles, c'est combien les frais de port
A {hello} oui : Belgique et Luxembourg 6,90 €, Suisse 14 € droits compris, livraison en trois à cinq jours. | {hello} nous livrons la Belgique, le Luxembourg et la Suisse. Vous ne payez rien à la réception, les droits sont inclus.
C Et pour un retour ? | et si ca va pas je renvoie comment
A Les retours sont gratuits depuis la Belgique et le Luxembourg ; depuis la Suisse nous prenons la moitié. | Même étiquette, même délai de 30 jours. Seule la Suisse reste payante, à 7 €. {bye}
C? ok parfait je commande | Merci de votre réponse

== geste-partiel; orders; /commandes; Mes commandes; cover,set,table,throw
C Bonjour, petit défaut de tissage sur {my}, rien de grave mais bon, à ce prix... | {Bonjour}, il y a un fil tiré sur {the}. Je n'ai pas envie de tout renvoyer pour ça
A {hello} merci de ne pas vouloir tout renvoyer. Préférez-vous un échange, ou que je vous rembourse 20 % et vous gardez la pièce ? | {hello} on peut faire autrement : vous gardez la pièce et je vous rembourse {part}. Cela vous irait ?
C Gardons comme ça, va pour le remboursement | Hmm, et si le fil file avec les lavages ?
A= C'est fait, {part} partent sur votre carte. Et si le fil file un jour, je change la pièce : gardez cette conversation. {bye} | Rentrez-le avec une aiguille, sans couper. Et si cela empire, je l'échange. Remboursement lancé : {part}. {bye}
C? correct, merci | Très bien, merci {agent}
"""
