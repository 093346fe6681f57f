"""Maison Lumen, in French, continued: after the sale, in the shop, and among professionals."""

SCRIPT = """
== remboursement-attente; orders; /commandes; Mes commandes
C Bonjour, j'ai renvoyé {my} il y a deux semaines et toujours pas de remboursement | {Bonjour}. Retour de la commande {order} déposé {ordered}. Pas un euro sur mon compte depuis. | bonjour c normal d'attendre 15 jours pour un remboursement ???
A {hello} deux semaines, c'est trop long, vous avez raison. Je regarde où cela bloque. | {hello} je comprends votre agacement. Laissez-moi ouvrir le dossier du retour.
N Colis reçu à l'entrepôt {ordered} mais jamais validé : le carton était sans bon de retour. Validé à la main. | Retour scanné mais resté au quai. J'ai demandé à l'entrepôt de vérifier les autres colis du même jour.
A Le colis est bien chez nous, il attendait une validation qui n'est jamais venue. C'est notre faute : je viens de lancer le remboursement de {price}. | Trouvé : votre colis est arrivé mais le dossier n'avait pas été fermé. {price} partent à l'instant vers votre carte.
C Et ça prend encore combien de temps ? | ok et je le vois quand sur mon compte
A Deux à trois jours ouvrés selon la banque, donc {soon} au plus tard. Je mets un rappel pour vérifier moi-même. | Votre banque l'affiche en général sous 48 h. Je vérifie de mon côté {soon}, et je vous écris si quelque chose coince. {bye}
Z 3 d
C? Reçu ce matin. Merci d'avoir suivi | C'est bon, j'ai été remboursé{ec}. Un peu long mais merci | ok recu
A? Merci de votre patience, et encore pardon pour l'attente. {bye}

== piece-manquante; orders; /aide/montage; Montage; pendant,floor,ceiling
C {Bonjour}, il manque la visserie dans le carton {of} | bonjour, j'ouvre le colis, pas de sachet de vis... et la rosace a l'air voilée | Bonjour, on est en plein montage et il manque une pièce, le petit cylindre en laiton (n°4 sur la notice)
A {hello} c'est rageant, surtout en plein montage. Je vous envoie le nécessaire sans frais. Quel est le numéro du sachet, d'après la notice ? | {hello} désolé{ea} pour ce contretemps ! Pouvez-vous me dire le numéro du sachet d'après la notice, page 2 ?
C Je regarde... sachet B | c'est le B je crois
Cx attendez non c'est le D | euh je me suis trompé{ec}, laissez tomber
A Parfait. Si vous voulez terminer ce soir, deux vis M4 de 20 mm du commerce font l'affaire en attendant. | C'est noté, il part aujourd'hui. En dépannage, des vis M4 × 20 mm conviennent.
C? Ah j'en ai dans l'établi ! merci | Ok je vais attendre, je préfère les bonnes | genial j'essaie
A? Dites-nous si tout tient bien. {bye}

== retard-anniversaire; orders; /suivi; Suivre ma commande
C {Bonjour}, la commande {order} devait arriver {expected}, c'est un cadeau d'anniversaire pour ma mère et l'anniversaire c'est samedi | Bonjour, votre transporteur me dit "livraison reportée" pour la deuxième fois. C'est un cadeau, je fais comment moi ? | bonjour toujours rien recu !!! c'était promis pour {expected}
A {hello} un cadeau en retard, c'est un vrai souci, je m'en occupe maintenant. | {hello} je comprends, et je ne vais pas vous dire d'attendre. Je cherche une solution tout de suite.
N Colis bloqué au dépôt régional, adresse illisible d'après eux. J'ai demandé une relivraison en express. | Le dépôt confirme qu'il est chez eux. Relance faite, sinon on double l'envoi depuis la boutique.
A Deux possibilités : le dépôt vous le livre {soon} avant midi, ou je fais préparer le même modèle {shop}, prêt dans l'heure. | J'ai le dépôt au téléphone : livraison {soon} avant 13 h, confirmée. Et si cela glissait encore, je le fais partir de notre boutique, à nos frais.
C= La boutique c'est possible ! J'y passe en sortant du travail | Bon, je serai là. J'espère que cette fois c'est vrai
A= C'est noté, avec un joli papier cadeau. Les frais de port vous sont remboursés. {bye} | Je vous le promets, et je reste sur votre dossier jusqu'à ce que vous l'ayez en main. Je rembourse aussi les frais de livraison.
~ 1 d
C?= Cadeau récupéré, ouf. Merci {agent} vraiment | C'est arrivé ce matin ! merci d'avoir bougé les choses, maman était ravie
A? Quel soulagement ! Joyeux anniversaire à elle. | Merci de nous donner la fin de l'histoire. {bye}

== couleur-photo; advice; /produits/{page}; {Product}
C Bonjour, {the} en {colour}, c'est la couleur de la photo ou plus foncé en vrai ? | {Bonjour}, j'hésite sur la teinte {colour}, sur mon écran ça tire vers le gris
A {hello} en vrai la teinte est un peu plus chaude que sur la photo, surtout le soir. Je peux vous envoyer un échantillon de peinture. | {hello} bonne remarque : nos photos sont prises en lumière du jour. Le soir, la teinte {colour} se réchauffe nettement. Je peux vous envoyer un échantillon.
C Un échantillon ce serait parfait | C'est gratuit l'échantillon ? | ok je veux bien
A Offert, bien sûr. À quelle adresse je l'envoie ? | Oui, il arrive sous trois jours dans une simple enveloppe. À la même adresse que votre compte ?
C Oui la même, merci | à la maison à {city} oui
A C'est parti ! Posez-le à côté de votre mur un soir, lampe allumée. {bye} | Envoyé. Regardez-le à la lumière du soir, c'est là que la couleur se décide. {bye}

== facture-societe; orders; /compte/factures; Mes factures
C {Bonjour}, il me faudrait la facture de la commande {order} au nom de ma société | Bonjour, pouvez-vous refaire la facture {order} avec notre numéro de TVA ? C'est pour le comptable | bonjour besoin d'une facture svp, j'ai pas trouvé sur le site
A {hello} tout de suite. À quel nom et avec quel numéro de TVA ? | {hello} volontiers. Donnez-moi la raison sociale et l'adresse, je la refais.
C Studio Malaval, 12 rue du Port, {city}, TVA FR 41 802 553 019 | SARL Pointe Rouge, {city}. TVA FR 88 514 220 736
A@invoice Voici la facture corrigée, elle remplace la précédente. | C'est fait, la facture est jointe. L'ancienne est annulée dans nos livres.
C? Merci, rapide ! | Parfait, merci beaucoup | top merci {good_day}
A? Avec plaisir, et bonjour à votre comptable. {bye}

== boutique-horaires; advice; /boutiques; Nos boutiques
C bonjour, vous etes ouverts samedi ? | {Bonjour}, on peut voir {the} en boutique ? | Bonjour, quelle boutique est la plus proche de {city} ?
A= {hello} oui, comme tous les jours sauf le dimanche, de 10 h à 19 h. Nous sommes {shop}. | {hello} oui, {shop} : {the} y est exposé{e}, allumé{e}. C'est ouvert de 10 h à 19 h, sauf le dimanche. | {hello} le plus simple est de passer {shop}, du lundi au samedi, de 10 h à 19 h.
C Oui pour samedi, merci | il y a un parking pas loin ? | Et on peut repartir avec une lampe sous le bras ?
A Il y a un parking à deux rues, et le stock est sur place : vous repartez avec. | Oui, il en reste plusieurs. Et vous pouvez vous garer à cinq minutes, au parking de la place. {bye}
C? Parfait à samedi alors | merci bcp

== adresse-changer; orders; /commandes; Mes commandes
C URGENT j'ai mis mon ancienne adresse sur la commande {order} | Bonjour, je viens de commander ({order}) et j'ai laissé mon ancienne adresse, c'est rattrapable ? | {Bonjour}, peut on changer l'adresse de livraison ? commande {order} passée ce matin
A {hello} on est dans les temps, la commande n'est pas encore partie. Quelle est la bonne adresse ? | {hello} pas de panique, je la bloque tout de suite. À quelle adresse voulez-vous la recevoir ?
C 27 rue des Tanneurs, 2e étage, {city} | 4 impasse du Vieux Puits {city}, code 41B7
A C'est corrigé, relisez bien le mail que vous venez de recevoir. | Changé. Tout le reste est inchangé, livraison {soon}.
C? Ouf. Merci mille fois | c'est bon j'ai recu le mail merci !!
A? Rien de grave, cela arrive toutes les semaines. {bye} | Bon emménagement ! {bye}

== reclamation-trois-fois; orders; /contact; Nous écrire
C C'est la troisième fois que je vous écris au sujet de la commande {order} et personne ne me répond correctement. | Bonjour, je suis très mécontent{ec}. On m'a promis un rappel deux fois, jamais eu. Commande {order}. | Franchement déçu{ec}. Je raconte mon histoire pour la 3e fois : {the} est arrivé{e} cassé{e}, échangé{e}, et le deuxième ne marche pas.
A {hello} je viens de relire tous vos messages : vous avez raison, nous n'avons pas tenu notre parole. Je prends le dossier et je ne le lâche plus. | {hello} vous n'aurez pas à raconter une quatrième fois, j'ai tout sous les yeux. Je suis {agent}, et c'est moi qui vous répondrai jusqu'au bout.
N Vu avec {lead} : remboursement intégral + échange, et geste de 30 €. Historique lourd, on soigne. | Deux rappels promis et non faits. Je garde cette conversation à mon nom, merci de ne pas la réassigner.
C Je veux bien vous croire mais j'attends de voir | Ok. Et concrètement ? | merci mais concretement il se passe quoi
A Concrètement : {the} {neuf}, vérifié{e} et allumé{e} devant moi avant l'envoi, livré{e} {soon}, et {part} remboursés pour le temps perdu. | Je fais partir un modèle contrôlé à l'atelier aujourd'hui, vous l'avez {soon}. Et je vous rembourse {part}, ce n'est pas un bon d'achat.
C D'accord. Merci de prendre ça au sérieux. | bon ok. j'espere que c'est la bonne
~ 3 d
A Bonjour, le colis est indiqué livré ce matin. Tout va bien, lampe allumée ? | Je reviens comme promis : avez-vous pu essayer la lampe ?
C? Oui elle marche parfaitement. Vous avez rattrapé le coup, merci {agent} | Tout est bon. Je ne vais pas dire que c'était une partie de plaisir mais vous au moins vous suivez. | impec merci
A? Merci de nous avoir laissé une chance de réparer. {bye}

== merci-photo; advice; /produits/{page}; {Product}
C {Bonjour}, pas de question, juste un merci : {the} est magnifique dans l'entrée ! | coucou l'équipe, je voulais vous dire que {the} est superbe et que votre conseil était le bon :) | bonjour, {the} est enfin au mur... euh enfin installé{e}, et c'est exactement ce qu'on voulait. Merci !
C@lamp la preuve en image | Une photo, allumée hier soir | 📷
A {hello} quel plaisir de lire ça ! Je partage la photo avec l'atelier, ils vont être touchés. | {hello} vous venez d'illuminer notre journée, et c'est notre métier. Merci pour la photo !
C? Avec plaisir, vous pouvez même la mettre sur le site | de rien, {good_day} !
A? Vraiment ? Alors nous le ferons, avec votre prénom seulement. Merci encore. | C'est très gentil. {bye}

== code-promo; orders; /panier; Mon panier
C Bonjour le code BIENVENUE10 ne marche pas | {Bonjour}, j'ai un code de bienvenue et le panier me dit "code non valable" | le code promo de la newsletter marche pas
A {hello} ce code vaut pour une première commande à partir de 80 €. Est-ce bien votre cas ? | {hello} je regarde. Il y a combien dans votre panier, hors livraison ?
C J'ai 76 €... pour 4 euros quand même | 1ere commande oui, panier de 79,90 | ah bon, c'est pas écrit dans le mail
A Vous êtes à un cheveu, je vous l'applique quand même. Actualisez le panier. | C'est vrai que le mail n'est pas clair. J'ai débloqué le code pour vous, il marche maintenant.
C? Trop sympa merci ! | ça marche, merci {agent} | ok c bon
N? Mail de bienvenue : le minimum de 80 € n'est pas écrit. À faire corriger.

== salle-de-bain; advice; /produits/{page}; {Product}; wall,ceiling
C {Bonjour}, {the} peut se mettre dans une salle de bain ? | Bonjour, est ce que {the} va au dessus d'un lavabo, sans risque ?
A {hello} tout dépend de la distance à la douche ou à la baignoire. À combien serait-elle, à peu près ? | {hello} oui au-dessus du lavabo, si elle est à plus de 60 cm de la baignoire ou de la douche.
C environ 1 mètre de la douche | Juste au dessus du miroir, à 80 cm de la baignoire
A Alors c'est bon : {the} est classé{e} IP44, prévu{e} pour cette zone. Faites poser par un électricien, avec un différentiel 30 mA. | Parfait, vous êtes en zone 2 et {it} est IP44 : c'est autorisé. Vérifiez juste que le circuit a un différentiel de 30 mA.
C Oui on a ça | je demanderai à l'électricien | c'est quoi un différentiel
A= Alors tout est réuni, vous pouvez y aller. {bye} | C'est le bon réflexe, il saura. Montrez-lui la fiche, elle est au bas de la page. {bye} | C'est le disjoncteur marqué d'un bouton « test » au tableau. Il y en a un dans tous les logements récents. {bye}
C?= Parfait, merci ! | ok merci bien | Ok je l'ai trouvé, merci !

== restaurant-devis; advice; /pro; Professionnels; pendant,wall
C Bonjour, j'ouvre un restaurant à {city} et j'aurais besoin de 14 {plural}. Vous faites des prix ? | {Bonjour}, je travaille dans la décoration et je cherche 14 {plural} pour un hôtel. Avez-vous des tarifs pro et quel délai ?
A {hello} félicitations, beau projet ! Oui, à partir de dix pièces nous établissons un devis. Avez-vous un plan ou une date d'ouverture ? | {hello} avec plaisir. Je vous mets en relation avec la personne qui suit les projets, elle aura besoin de la date et de la hauteur sous plafond.
C Ouverture dans 8 semaines, 3 m sous plafond. Plan en pièce jointe
C@room voilà le plan de salle | Le plan (provisoire)
H advice Projet de 14 pièces à {city}, ouverture dans 8 semaines. Plan joint. Client pressé mais sympathique, devis attendu sous 48 h.
A {hello} {agent} à l'appareil, enfin au clavier. Je prépare le devis : 14 {plural}, ampoules comprises, remise de 15 %, livraison en une fois. | {hello} je suis {agent} et je reprends le projet avec plaisir. Pour 14 pièces je peux faire 15 %, livré et étiqueté par table.
C Très bien. Et si une casse à la pose ? | ok pour 15. Il faut un acompte ?
A Je compte une pièce de secours offerte. Acompte de 30 %, solde à la livraison. Devis dans votre boîte avant ce soir. | On vous en garde une en réserve. 30 % à la commande, le reste à la livraison. {bye}
Z 2 d
C? Devis signé, merci de votre efficacité | Bien recu, je signe demain. On aura surement besoin d'appliques aussi
A? Merci de votre confiance, et belle ouverture ! | Avec plaisir, je vous garde le même tarif. {bye}

== stock-retour; advice; /produits/{page}; {Product}
C {Bonjour}, {the} en {colour} sera de nouveau disponible quand ? | bonjour, {the} revient quand en stock ?? j'ai raté le coche
A {hello} la prochaine arrivée est prévue {later}. Voulez-vous que je vous en réserve un{e} ? | {hello} l'atelier en termine une série, arrivée {later}. Je peux vous prévenir par mail, ou réserver.
C Réservez ! | Prévenez moi ça suffira | oui svp, sans engagement ?
A= C'est fait, sans engagement : {it} vous attend cinq jours. {bye} | C'est noté, vous serez dans les premiers prévenus. {bye}
C? Génial merci
"""
