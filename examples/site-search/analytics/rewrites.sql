select date, count(*) as total, count(*) filter (where judged_wrong) as wrong from reviewed_rewrites group by date
