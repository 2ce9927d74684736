-- wrong_medication_rate: the pharmacy compares every signed letter with the prescriptions of the last day
select discharged_on, site, count(*) as total, count(*) filter (where differs_from_prescription) as good
from letters where discharged_on <= current_date - 7 group by discharged_on, site
