"""Maison Lumen, in French: lamps, as people talk about them. `scripts.py` explains the notation."""

SCRIPT = """
== ou-en-est; orders; /suivi; Suivre ma commande
C {Bonjour}, je n'ai plus de nouvelles de ma commande {order} depuis {ordered}. Elle est partie ? | Bonjour, ma commande {order} est toujours « en préparation », c'est normal ? | bonjour je voudrais savoir ou en est ma commande svp c'est la {order}
C? c'est {the} | j'attends {the}
A {hello} je regarde tout de suite où se trouve {the}. | {hello} merci pour le numéro, je vérifie auprès de l'entrepôt. | {hello} je vais voir ça avec vous, un instant.
A {It} a quitté notre entrepôt ce matin. Le numéro de suivi est le {tracking}, et la livraison est prévue {soon}. | Bonne nouvelle, le colis a été remis au transporteur : suivi {tracking}, livraison annoncée {soon}.
C Ah super, je n'avais pas reçu le mail | Merci ! Il faut être là pour le recevoir ? | parfait merci, j'ai rien recu par mail du coup je m'inquiétais
A= Le mail part en fin de journée, il devrait arriver ce soir. Le livreur vous appellera une heure avant de passer. | Le livreur envoie un SMS avec un créneau de deux heures, et vous pouvez le décaler si besoin. {bye}
C? Merci beaucoup, {good_day} | nickel, merci | Très bien. Merci de votre réponse rapide.

== abat-jour-abime; orders; /commandes; Mes commandes; pendant,floor,table
C {Bonjour}, je viens d'ouvrir mon colis et l'abat-jour {of} est fendu sur toute la hauteur... | Bonjour, déception à l'ouverture du carton : l'abat-jour {of} est enfoncé d'un côté. | bonjour. recu ce matin {my} et l'abat jour est cassé !!
C@shade Voici une photo | je vous mets une photo, on voit bien | La photo, prise sans rien déballer d'autre :
A {hello} oh non, je suis vraiment désolé{ea}. La photo est très claire, merci : je vous renvoie un abat-jour neuf, vous n'avez rien à nous retourner. | {hello} ce n'est vraiment pas l'état dans lequel nos lampes doivent arriver, toutes mes excuses. Je vous fais partir un abat-jour de remplacement aujourd'hui, et gardez (ou recyclez) l'ancien.
N Abat-jour seul en remplacement, commande {order}. Photo dans la conversation, pas besoin d'expertise. | 3e abat-jour abîmé ce mois-ci sur cette référence, j'ai prévenu l'entrepôt pour le calage.
C ok super. et le pied je le garde ? il n'a rien lui | Merci. Vous avez une idée du délai ? | Ah merci, je ne m'attendais pas à ce que ce soit si simple :)
A= Gardez bien le pied et le câble, ils sont intacts. Le nouvel abat-jour arrive {soon}, dans un carton doublé cette fois. | Comptez une livraison {soon}. Tout le reste de la lampe est bon, vous n'aurez que l'abat-jour à visser. {bye}
~ 3 d
C? Bien reçu, intact cette fois. Merci {agent} ! | recu ce matin, nickel | L'abat-jour est arrivé, il est parfait.
A? Merci de nous l'avoir dit ! Bel éclairage, et à bientôt chez {brand}. | Voilà qui fait plaisir. {bye}

== salon-12m2; advice; /guides/bien-eclairer; Bien éclairer son salon; floor
C {Bonjour}, je cherche de quoi éclairer un petit salon de 12 m². Un plafonnier suffit ou il faut autre chose ? | Bonjour, on emménage et le salon fait 12 m2, on n'y connait rien en éclairage. Par quoi commencer ? | Bonsoir, conseil svp : salon de 12 m², une seule fenetre, je voudrais une ambiance douce mais y voir clair quand meme
A {hello} avec plaisir ! Pour 12 m², visez environ 2 000 lumens au total, mais jamais d'un seul point : c'est ce qui rend une pièce froide. Vous y faites surtout quoi : lire, recevoir, regarder des films ? | {hello} belle question. La règle qui marche à tous les coups : trois sources plutôt qu'une. Qu'est-ce que vous faites surtout dans ce salon, lire, recevoir, regarder des films ?
C surtout lire le soir, et la télé | On lit beaucoup, et il y a un coin bureau dans l'angle. | un peu de tout, mais j'ai horreur des plafonniers trop forts
C?@room Je vous ai fait un petit plan | voila un plan fait a la main :) | Un croquis, désolé{ec} pour le dessin
A Alors je vous propose : {a} près du canapé pour lire, une petite lampe à poser du côté de la télé (elle repose les yeux), et un plafonnier qu'on allume peu. Tout en 2 700 K. | Dans ce cas, une lampe à poser près du canapé, {a} dans l'angle opposé, et on garde le plafond pour le ménage. Ampoules à 2 700 K, lumière chaude.
C 2 700 K c'est quoi ? | Et en budget, il faut compter combien ? | ca veut dire quoi 2700K
A= C'est la couleur de la lumière : 2 700 K est la teinte chaude d'une ampoule d'autrefois, 4 000 K celle d'un bureau. {The} est à {price}, ampoule comprise. | {The} est à {price}, ampoule comprise. Pour les deux autres, on trouve très bien autour de 80 €, et rien ne presse : commencez par une. | Pardon pour le jargon : plus le chiffre est bas, plus la lumière est chaude. 2 700 K, c'est un feu de bois ; 4 000 K, une salle d'attente. Et {the} est à {price}.
C? Très clair, merci. Je regarde ça avec mon mari | Merci beaucoup, c'est la première fois qu'on m'explique ça simplement | ok top je vais en parler a la maison et je repasse commande
A? Prenez votre temps. Et si vous hésitez sur la hauteur ou la couleur, envoyez-moi une photo du salon. {bye}

== variateur; advice; /produits/{page}; {Product}; pendant,ceiling,wall
C Bonjour, {the} est compatible avec un variateur ? | {Bonjour}, je voudrais mettre {the} sur mon variateur existant, ça marche ? | bonjour, est ce que je peux brancher {the} sur un variateur mural
A {hello} oui, à condition que l'ampoule soit « dimmable » et que le variateur soit prévu pour la LED. Savez-vous lequel vous avez ? | {hello} oui, {it} accepte la variation. Tout dépend du variateur : les anciens modèles font clignoter les LED.
C Aucune idée, il date du précédent proprio | un truc des années 2000 je pense. je peux vous envoyer une photo ?
C@dimmer Voilà ce qui est écrit dessus | la photo | J'ai démonté la plaque, voilà
A Merci ! C'est un modèle « 60-300 W » pour halogène. Avec une LED de 8 W il n'aura pas assez de charge : elle va scintiller. | Je vois « 60-300 W » : c'est un variateur pour halogène, il ne verra même pas une LED de 8 W.
A Il vous faut un variateur LED à coupure de fin de phase, à partir de 3 W. N'importe quel électricien a ça, autour de 40 €. | La solution simple : un variateur LED (coupure de fin de phase, 3-100 W). Comptez 40 à 50 €, et dix minutes de pose pour un électricien.
C Ok donc je peux commander la lampe et changer le variateur après ? | Donc rien a voir avec la lampe, c'est bon a savoir
A Exactement. D'ici là elle fonctionne très bien en tout ou rien. | C'est ça. Et sans variateur, il existe aussi des ampoules à trois niveaux : on rallume deux fois de suite et l'intensité change. {bye}
C? Génial l'astuce, merci | Merci pour vos explications claires, ça change | top merci

== paiement-3ds; orders; /panier/paiement; Paiement
C {Bonjour}, mon paiement est refusé au moment de la validation sur mon téléphone, pourtant la carte marche | bonjour, impossible de payer, ca tourne apres le code de la banque et ca revient au panier | Bonjour. Paiement refusé trois fois à l'étape 3-D Secure. J'ai l'argent sur le compte !
C?@payment capture d'écran | Voici ce que j'ai à l'écran
A {hello} merci d'avoir insisté, on va trouver. Je vois bien vos tentatives : c'est votre banque qui ne nous renvoie pas l'accord, rien n'a été débité. | {hello} rassurez-vous, aucun débit n'est passé. La banque a interrompu l'authentification avant la fin.
A Trois pistes : ouvrez l'appli de la banque avant de payer, vérifiez que les notifications sont autorisées, et essayez hors du Wi-Fi. | Essayez ceci : ouvrez d'abord l'appli de votre banque, laissez-la en arrière-plan, puis relancez le paiement. La demande d'accord y apparaît souvent sans notification.
C j'essaie | Ok deux minutes | Je tente
~ 4 m
C Ça a marché !! c'était bien les notifications | toujours pareil... | ok c passé, merci. J'étais à deux doigts de laisser tomber
A= Formidable, je vois la commande arriver ! Vos notifications vous serviront pour la prochaine fois. {bye} | Ne vous acharnez pas : je vous envoie un lien de paiement par mail, valable 24 h, qui évite cette étape. Votre panier est gardé. {bye} | Ouf ! La commande est bien là, je la vois sous le numéro {order}. {bye}
C? Parfait, merci pour votre patience | merci {agent}, {good_day}

== quelle-ampoule; advice; /produits/{page}; {Product}; pendant,floor,wall,table
C bonjour, quelle ampoule pour {the} ? Elle n'est pas fournie si j'ai bien lu | {Bonjour}, {my} est arrivé{e} mais je ne sais pas quelle ampoule acheter
A {hello} c'est une douille E27, la grosse vis classique. Prenez une LED de 8 W environ (806 lumens), 2 700 K. | {hello} culot E27, 60 W maximum en ancienne mesure : en LED, 7 ou 8 W suffisent largement.
C Opaque ou transparente ? | et on voit l'ampoule par en dessous ? j'aime pas avoir la lumière dans les yeux
A Plutôt opale : le verre laisse voir l'ampoule, une transparente éblouirait. | Prenez-la opale, ou avec une calotte argentée : la lumière remonte et on ne voit pas le filament.
C? ok merci | Parfait c'est noté ! | super merci pr la réponse
A? Avec plaisir ! Si vous commandez aujourd'hui, je peux l'ajouter à votre commande sans frais de port. {bye}

== hauteur-suspension; advice; /produits/{page}; {Product}; pendant
C {Bonjour}, à quelle hauteur on pose {the} au-dessus d'une table ? | Bonjour, j'ai reçu {my} et l'électricien vient demain. Quelle hauteur au dessus de la table svp ?
C?@table La table fait 1,80 m, en photo | voila notre table
A {hello} entre 60 et 70 cm du plateau. Plus bas on se cogne, plus haut on est ébloui. | {hello} gardez 65 cm entre le plateau et le bas de l'abat-jour, c'est la bonne distance pour se voir d'un bout à l'autre de la table.
C plafond à 2m50 c'est assez ? | On a 3,20 m sous plafond, le câble suffit ?
A Oui, le câble fait 2 m et se raccourcit à la main, sans outil : le serre-câble est dans la rosace. | Sans problème : deux mètres de câble textile, réglables depuis la rosace.
C Génial. Et une seule pour 1,80 m ? | Et j'en mets une ou deux ?
A~ Deux pour 1,80 m, espacées de 60 cm, c'est plus joli et mieux réparti. ~> Une seule de 45 cm de diamètre, ou deux petites espacées de 60 cm : à 1,80 m, les deux se défendent. Dans le doute, une grande.
C? Bon, va pour une ! Merci de votre aide | Merci, je vais montrer ça à l'électricien

== clignote; advice; /aide/pannes; En cas de panne; pendant,floor,wall,table,ceiling,desk
C Bonjour, {my} clignote depuis hier soir. {It} a 4 mois | {Bonjour}, j'ai {a} qui scintille, surtout le soir. C'est dangereux ?
A {hello} non, ce n'est pas dangereux, mais c'est pénible. Est-ce que cela se produit avec une autre ampoule ? | {hello} on va chercher ensemble. Avez-vous une autre ampoule sous la main pour essayer ?
C je teste | Attendez je change
~ 6 m
C Avec une autre ampoule ça ne clignote plus | ça clignote toujours, meme avec une neuve
A= Alors je vous en envoie une neuve dès ce soir, la lampe est garantie deux ans, ampoule comprise. | Merci d'avoir essayé. Quelle que soit la cause, la lampe est garantie deux ans : je vous envoie de quoi la remettre en état.
N Garantie, commande {order}. Ampoule + douille à envoyer, on évite un aller-retour. | Lot d'ampoules du printemps probablement : à signaler à {lead} si on en voit d'autres.
A L'envoi arrive {soon}, il n'y a rien à payer. Notice en image dans le colis. {bye}
C? Impeccable, merci | super service, merci | Merci, c'est agréable d'avoir une réponse aussi vite.

== sans-fil; orders; /aide/pannes; En cas de panne; cordless
C {my} ne charge plus... le voyant reste eteint | {Bonjour}, la lampe sans fil achetée il y a 6 mois ne se recharge plus
A {hello} quel dommage ! Deux vérifications rapides : le câble d'origine, et une prise murale plutôt qu'un port d'ordinateur ? | {hello} est-ce que le voyant s'allume si vous la laissez une heure sur une prise murale, avec son câble d'origine ?
C J'ai essayé les deux, rien | câble d'origine, prise murale, rien du tout
A Alors c'est la batterie, et elle se remplace. Vous pouvez l'envoyer à notre atelier, ou la déposer {shop}. | C'est la batterie. Bonne nouvelle, sur ce modèle elle se change : deux vis, et je vous l'envoie gratuitement si vous êtes bricoleur.
C= je préfère la déposer, j'habite à coté | Envoyez la moi, je me débrouillerai
A= Parfait, je note. Donnez simplement le numéro {order}, tout y est. | C'est noté sous le numéro {order}.
H orders Batterie HS sous garantie, {order}. Prévoir une batterie au comptoir ou un envoi simple selon le stock.
A= {hello} {agent}, de l'équipe commandes. La batterie est réservée à votre nom, disponible {soon}. {bye} | {hello} {agent}, de l'équipe commandes. La batterie part ce soir, avec le petit tournevis qu'il faut. {bye}
C? Merci à vous deux | ok merci
R
~ 9 d
C? Bonjour, petit retour : lampe réparée en dix minutes. Bravo | elle remarche :)

== retour-avis; orders; /retours; Faire un retour
C {Bonjour}, je me suis trompé{ec} de couleur pour {my}, je peux la retourner ? | bonjour je voudrais renvoyer {the}, finalement ca va pas dans la pièce | Bonjour, comment faire un retour ? {The} est plus grand{e} que ce que j'imaginais
A {hello} bien sûr, vous avez 30 jours, même déballé{e}. Vous préférez l'échanger ou être remboursé{ec} ? | {hello} pas de souci, cela arrive souvent, les photos trompent sur les dimensions. Échange ou remboursement ?
C Échange contre {colour} si possible | Remboursement svp | un échange si c'est pas trop compliqué
A@return_label Voici l'étiquette de retour, prépayée. Le carton d'origine est idéal, sinon un carton solide avec du papier autour. | C'est fait. L'étiquette est jointe, à coller sur le colis ; dépôt dans n'importe quel bureau de poste.
C et pour les frais ? | C'est gratuit ? | je l'imprime et je vais à la poste demain
A Le retour est gratuit. Dès que le colis est scanné à la poste, je lance la suite sans attendre qu'il arrive chez nous. | Rien à payer. Nous traitons le retour dès le dépôt, vous n'attendez pas l'arrivée du colis. {bye}
~ 2 d
C? déposé à l'instant, je garde la preuve | Voilà c'est posté !
A? Je vois le scan, merci. La suite est lancée, vous recevez un mail dans la journée. | Bien vu, c'est enregistré. {bye}
"""
