select closed_on, customer, avg(minutes) as mean, stddev_samp(minutes) as sd, count(*) as n
from lines where closed_on <= current_date - 1 group by closed_on, customer
