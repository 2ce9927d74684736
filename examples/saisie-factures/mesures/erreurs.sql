-- erreur_de_saisie: écritures confirmées et corrigées dans les sept jours
select jour, bras, count(*) as total, count(*) filter (where corrigee_sous_7j) as good
from saisies where jour <= current_date - 7 group by jour, bras
