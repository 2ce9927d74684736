select date, arm, avg(score) as mean, stddev(score) as sd, count(*) as n
from chat_ratings where topic = 'parcel status' group by date, arm
