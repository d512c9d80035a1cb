WITH {% include "selection.sql" %}
SELECT
  CAST(id_filme AS VARCHAR) AS id_filme,
  CAST(titulo AS VARCHAR) AS titulo,
  CAST(ano AS INTEGER) AS ano,
  CAST(condicao AS VARCHAR) AS condicao,
  CAST(orcamento AS BIGINT) AS orcamento,
  CAST(receita AS BIGINT) AS receita,
  CAST(lucro AS BIGINT) AS lucro,
  CAST(roi AS DOUBLE) AS roi,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(votos_imdb AS INTEGER) AS votos_imdb
FROM avaliados
