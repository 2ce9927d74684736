-- temps_de_saisie: minutes de l'ouverture à la confirmation
select jour, bras, avg(minutes) as mean, stddev_samp(minutes) as sd, count(*) as n, count(distinct fournisseur) as observed
from saisies where jour <= current_date - 1 group by jour, bras
