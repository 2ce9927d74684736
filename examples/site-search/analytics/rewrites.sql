-- wrong_rewrite_rate: rewrites that an editor judged
select judged_on, count(*) as total, count(*) filter (where judged_wrong) as wrong
from judged_rewrites
group by judged_on
