-- richtig_zugeordnet: endgültig fünf Tage nach dem Eingang
select eingang, arm, count(*) as total, count(*) filter (where weiterleitungen = 0) as good
from vorgaenge where eingang <= current_date - 5 group by eingang, arm
