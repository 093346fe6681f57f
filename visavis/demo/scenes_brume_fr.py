"""Atelier Brume, in French: linen, beds and baths. `scripts.py` explains the notation."""

SCRIPT = """
== mauvaise-taille; orders; /commandes; Mes commandes; sheet,set
C {Bonjour}, j'ai reçu du {size} alors que j'avais commandé du {other_size} | bonjour, erreur de taille dans ma commande {order} : recu {size} au lieu de {other_size} | Bonjour, petit souci, {the} est en {size}. Mon lit fait {other_size}...
C?@label La photo de l'étiquette | voila l'étiquette
A {hello} je regarde votre commande... c'est bien {other_size} qui était demandé, l'erreur vient de nous. | {hello} l'étiquette ne laisse aucun doute, nous nous sommes trompés à la préparation. Toutes mes excuses.
A La bonne taille part aujourd'hui, livraison {soon}. Vous nous renverrez l'autre avec l'étiquette jointe, sans rien payer. | Je fais partir le {other_size} tout de suite, sans attendre votre retour. Vous l'aurez {soon}.
A?@return_label Étiquette de retour | Et l'étiquette pour le renvoi
C Merci. Je dois le renvoyer plié comment ? je l'ai déjà lavé... | ok. par contre je l'ai déplié, c'est grave ? | Parfait, c'est efficace. Je peux le déposer n'importe où ?
A= Aucune importance, glissez-le tel quel dans un sac. | Pas du tout, il sera repassé ici. {bye} | Dans n'importe quel point relais, l'étiquette marche partout. {bye}
~ 4 d
C? Bien reçu, bonne taille cette fois :) | Reçu, merci. Et très belle matière
A? Tant mieux ! Douces nuits. | Merci de votre retour. {bye}

== laver-lin; advice; /guides/entretien-du-lin; Entretenir le lin; sheet,cover,set,table
C {Bonjour}, comment on lave {the} en lin ? j'ai peur qu'{it} rétrécisse | Bonjour, premier achat en lin lavé : quelle température ? | bonjour le lin ca se lave a 60 ?
A {hello} 40 °C, essorage doux à 800 tours, et séchage à l'air : c'est tout le secret. | {hello} à 40 °C, avec une lessive sans blanchissant. Le lin déteste le chlore, mais il aime l'eau.
C Et le sèche-linge ? | j'ai qu'un seche linge, pas de balcon | Et le repassage ? il est tout froissé
A Le sèche-linge est possible à basse température, à sortir encore un peu humide. Le repassage est inutile : étendez-le bien tiré, c'est le charme du lin. | À basse température oui, mais sortez-le avant la fin. Quant aux plis, secouez-le et laissez-le tomber, il n'aime pas le fer.
C et il rétrécit de combien ? | Il va perdre sa couleur ?
A Il est déjà lavé à l'atelier : moins de 2 %. La couleur reste, à condition de ne pas le sécher en plein soleil. | Presque rien, il a été lavé avant d'être cousu. Les deux premiers lavages, séparez-le du blanc.
C? Merci pour tous ces conseils ! | super clair | Parfait, je commande alors
A? Vous verrez, il s'adoucit à chaque lavage. {bye}

== drap-dechire; orders; /commandes; Mes commandes; sheet,cover,set
C Bonjour, {my} s'est déchiré{e} à la deuxième utilisation, je suis très déçu{ec} vu le prix | {Bonjour}, j'ai {a} acheté{e} il y a un mois et la couture a laché cette nuit
C@torn voilà la déchirure | Photo de ce matin | c'est là, au niveau de la couture
A {hello} une couture ne doit pas lâcher comme cela, je suis désolé{ea}. Je vous remplace la pièce ou je vous rembourse, dites-moi. | {hello} merci pour la photo. C'est un défaut de couture, cela ne vient pas de vous : remplacement ou remboursement, à votre choix.
C Remplacement mais si ça recommence ? | je préfère un remplacement, j'aime bien la matière | Remboursement svp
A= C'est fait. Et si cela recommençait, je vous rembourse sans discuter : nos pièces sont garanties deux ans. | Je m'en occupe, vous avez un mail de confirmation dans la minute. Gardez l'autre pour en faire des chiffons, inutile de le renvoyer. | Le remboursement de {price} est lancé, comptez trois jours. Inutile de renvoyer quoi que ce soit.
N Défaut de couture sur {order}, photo jointe. Lot à contrôler. | Couture simple au lieu de double sur ce lot, prévenir l'atelier.
C D'accord, merci | Ok. C'est correct de votre part
A Merci de l'avoir signalé, j'ai prévenu l'atelier pour ce lot. {bye} | Votre photo est partie à l'atelier de couture, elle aura servi. {bye}

== tache-reception; orders; /retours; Faire un retour; table,throw,cover
C {Bonjour}, {the} est arrivé{e} avec une tache, on dirait de l'huile | Bonjour, une auréole grise sur {my} tout{e} {neuf}, à peine sorti{e} du sachet
C@stain photo | Je vous montre
A {hello} oh non, ce n'est pas digne d'une pièce neuve. Je vous en renvoie un{e} autre ? | {hello} la photo est parlante. Ne la lavez pas, je vous envoie une pièce neuve, contrôlée à la main.
C Oui s'il vous plaît, avant le week-end si possible, j'ai des invités | oui merci. je renvoie l'ancienne ?
A~ Elle arrive {soon}. Merci de renvoyer l'ancienne avec le bon joint. ~> {It} arrive {soon}. Pour l'ancien{ne}, rien à renvoyer : un détachant au savon de Marseille devrait en venir à bout.
C ah c'est gentil ! | Merci, très bien
A Et pour le contretemps, {part} vous sont remboursés. {bye} | Beau repas à vos invités ! {bye}

== taille-couette; advice; /guides/tailles; Quelle taille choisir ?; duvet
C {Bonjour}, pour un lit en 160 vous conseillez 240x220 ou 260x240 ? | bonjour on a un lit 160x200, quelle taille de housse de couette ? on tire chacun de son coté lol
A {hello} pour un lit de 160, le 240 × 220 suffit ; si l'un de vous tire la couette, prenez 260 × 240. | {hello} ah, la guerre de la couette ! 260 × 240, sans hésiter : 50 cm de plus de chaque côté.
C Et la couette actuelle fait 240... ça flottera ? | il faut changer la couette aussi du coup ?
A Oui, la housse doit être exactement à la taille de la couette, sinon elle roule dedans. | Hélas oui : une couette de 240 dans une housse de 260 se met en boule.
C Bon on va rester en 240 alors | Zut. Vous avez des couettes ?
A= Sage décision. Et le drap-housse reste en 160 × 200, avec des bonnets de 30 cm. {bye} | Bien sûr : {the} existe en 260 × 240, à {price}. {bye}
C? Merci, je commande ce soir | merci c'est clair

== percale-satin; advice; /guides/matieres; Nos matières
C Bonjour, c'est quoi la différence entre percale et satin de coton ? | {Bonjour}, j'hésite entre percale et satin, j'ai toujours chaud la nuit
A {hello} la percale est fraîche et mate, un peu craquante comme un drap d'hôtel. Le satin est plus lourd, doux et légèrement brillant. | {hello} si vous avez chaud : percale, sans hésiter. Le satin tient plus chaud et glisse davantage.
C Et ça se repasse ? | la percale ca se froisse non ? | Et le lin dans tout ça ?
A La percale se froisse un peu, sortez-la vite du tambour et elle se tient. Le lin est le plus frais des trois, mais plus rustique. | Un peu, oui. Le lin respire encore mieux, si vous aimez son côté froissé.
C Vous avez des échantillons ? | je peux toucher quelque part ?
A= Je vous envoie les trois dans une enveloppe, c'est offert. Votre adresse est toujours à {city} ? | Bien sûr : {shop}, ou un petit nuancier à la maison, offert. {bye}
C= Oui la même ! merci | le nuancier alors, merci !
A Il part ce soir. Touchez-les le soir, les mains lavées, on sent tout. {bye}

== emballage-cadeau; orders; /panier; Mon panier
C {Bonjour}, est-ce que vous faites des paquets cadeaux ? | Bonjour, c'est pour la crémaillère d'une amie, on peut ajouter un mot et un emballage ?
A {hello} oui, un furoshiki en lin (un carré de tissu noué) et une carte écrite à la main, pour 5 €. | {hello} avec joie. L'emballage est un carré de lin noué, réutilisable, et c'est moi qui écris la carte si vous voulez.
C Super idée. Le mot : "Pour vos matins lents. On vous aime. M. et P." | Oui ! "Bienvenue chez toi Anouk, avec toute notre affection"
C? et sans le prix dans le colis svp | pas de facture dans le carton hein
A C'est écrit, à l'encre bleue. Aucun prix dans le colis, la facture vient par mail. | Noté mot pour mot, et aucun prix dans le paquet. {bye}
C? merci c'est adorable | Parfait, vous êtes au top

== livre-voisin; orders; /suivi; Suivre ma commande
C Bonjour, le suivi dit "livré" mais je n'ai rien | {Bonjour}, colis {tracking} marqué livré hier à 14h, j'étais chez moi toute la journée, rien dans la boite ni chez la gardienne
A {hello} je contacte le transporteur pour avoir la preuve de livraison. Avez-vous demandé à vos voisins de palier ? | {hello} c'est désagréable. Je demande la preuve de livraison et je vous dis.
~ 40 m
A Le livreur dit l'avoir confié à un voisin, au nom de « M. Lecomte ». Cela vous parle ? | D'après la preuve, il est chez « Lecomte, 1er étage ».
C Ah oui c'est le voisin du dessous ! je vais voir | Connais pas... je demande à la gardienne
~ 25 m
C C'était bien lui, il était en déplacement. Merci de votre aide | Trouvé ! chez le voisin, personne m'avait laissé de mot
A Ouf ! J'ai signalé au transporteur l'absence d'avis de passage. {bye} | Parfait. Bonne découverte, et bonjour à M. Lecomte. {bye}

== taies-manquantes; orders; /commandes; Mes commandes; set,cover
C {Bonjour}, dans ma parure il manque les deux taies | bonjour recu ma commande {order} mais incomplète, y a pas les taies d'oreiller
A {hello} je vérifie... elles sont parties dans un second colis, depuis un autre entrepôt. | {hello} deux colis pour cette commande : les taies suivent, avec le numéro {tracking}.
C Ah ok, ce n'était écrit nulle part | Ça aurait été bien de le dire dans le mail
A Vous avez raison, c'est un défaut de nos mails, je le fais remonter. Elles arrivent {soon}. | Entièrement d'accord, et je l'ai signalé. Livraison {soon}.
N? Encore une confusion sur les envois en deux colis. Le mail d'expédition doit dire « 1 sur 2 ».
C? ok merci j'attends alors | Pas grave. Merci !
A? Merci de votre patience. {bye}

== annuler; orders; /commandes; Mes commandes
C Bonjour je souhaite annuler ma commande {order} svp | {Bonjour}, j'ai commandé deux fois par erreur, on peut annuler la {order} ?
A {hello} elle n'est pas encore préparée, je l'annule à l'instant. | {hello} c'est encore possible : c'est annulé, vous n'avez rien d'autre à faire.
C Et pour le remboursement ? | c'est remboursé automatiquement ?
A Automatiquement, {price} sur la carte utilisée, sous trois jours ouvrés. {bye} | Le débit est annulé : selon la banque il disparaît ou revient sous trois jours. {bye}
C? Merci beaucoup | super rapide merci

== compte-bloque; orders; /compte; Mon compte
C bonjour j'arrive plus a me connecter a mon compte, le mail de mot de passe arrive jamais | {Bonjour}, lien de réinitialisation jamais reçu, j'ai regardé dans les spams
A {hello} je vois que votre adresse comporte une faute de frappe dans le compte, il manque une lettre. | {hello} votre boîte a refusé nos deux derniers mails. Je débloque l'envoi, réessayez ?
C= Ah mince. Vous pouvez corriger ? | j'essaie
A= Pour votre sécurité je ne peux pas changer l'adresse moi-même ici, mais je vous envoie un lien à confirmer depuis votre téléphone. | C'est fait de mon côté. Le lien est valable une heure.
~ 5 m
C C'est bon j'y suis ! merci | ok connecté{ec}
A Parfait. {bye}
"""
