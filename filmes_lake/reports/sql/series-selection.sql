{# The series of the lake, and the first condition that leaves each out. #}
do_genero AS (
  SELECT p.id_serie
  FROM ponte_serie_genero AS p
  INNER JOIN dim_genero AS g ON g.id_genero = p.id_genero
  WHERE LOWER(g.genero) = LOWER(CAST(:genre AS VARCHAR))
),
series AS (
  SELECT
    d.id_serie,
    d.titulo_principal AS titulo,
    d.ano_lancamento AS ano,
    d.ano_termino,
    f.id_serie IS NOT NULL AS conhecido,
    f.popularidade, f.temporadas,
    f.nota_media_imdb AS nota_imdb,
    f.quantidade_votos_imdb AS votos_imdb
  FROM dim_serie AS d
  LEFT JOIN fato_desempenho_series AS f ON f.id_serie = d.id_serie
),
avaliados AS (
  SELECT
    *,
    CASE
    {%- for condition in series_conditions %}
      WHEN {{ condition.removes }} THEN '{{ condition.name }}'
    {%- endfor %}
    END AS condicao
  FROM series
)
