-- Titles whose lines disagree.
SELECT tipo, COUNT(*) AS titles_in_conflict
FROM titulos_em_conflito
GROUP BY tipo
