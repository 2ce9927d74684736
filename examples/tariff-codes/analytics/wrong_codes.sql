-- wrong_code_rate: codes that the second declarant or customs changed within 14 days
select closed_on, customer, count(*) as total, count(*) filter (where changed_within_14d) as good
from lines where closed_on <= current_date - 14 group by closed_on, customer
