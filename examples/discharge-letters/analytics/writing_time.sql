select discharged_on, site, avg(minutes_to_signature) as mean, stddev_samp(minutes_to_signature) as sd, count(*) as n,
       count(distinct physician) as observed
from letters where discharged_on <= current_date - 2 group by discharged_on, site
