select date, arm, count(*) as total, count(*) filter (where false_reviews) as good from orders group by date, arm
