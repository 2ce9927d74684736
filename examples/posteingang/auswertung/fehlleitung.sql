-- fehlleitung_an_dritte: eine Gruppe ohne Recht auf den Vorgang hat ihn geöffnet
select eingang, arm, count(*) as total, count(*) filter (where geoeffnet_ohne_recht) as good
from vorgaenge where eingang <= current_date - 5 group by eingang, arm
