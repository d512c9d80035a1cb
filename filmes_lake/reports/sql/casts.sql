WITH {% include "selection.sql" %}
SELECT
  CAST(p.id_filme AS VARCHAR) AS id_filme,
  CAST(p.id_artista AS VARCHAR) AS id_artista
FROM ponte_filme_artista AS p
INNER JOIN avaliados AS a ON a.id_filme = p.id_filme
WHERE a.condicao IS NULL
GROUP BY p.id_filme, p.id_artista
