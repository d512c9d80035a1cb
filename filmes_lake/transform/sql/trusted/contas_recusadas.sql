-- Lines that lack fields or an id.
SELECT tipo, COUNT(*) AS rejected
FROM recusadas
GROUP BY tipo
