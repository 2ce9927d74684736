select eingang, arm, avg(stunden_bis_bearbeitung) as mean, stddev_samp(stunden_bis_bearbeitung) as sd, count(*) as n
from vorgaenge where eingang <= current_date - 7 group by eingang, arm
