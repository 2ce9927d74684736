-- csat, 1 to 5: about 14% of customers answer, within 2 days
select chat_closed_on, arm, avg(score) as mean, stddev_samp(score) as sd, count(*) as n
from chat_ratings
where topic = 'return status' and chat_closed_on <= current_date - 2
group by chat_closed_on, arm
