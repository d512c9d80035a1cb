{# The films of the lake with their measures, and the first condition that leaves each out. #}
do_genero AS (
  SELECT p.id_filme
  FROM ponte_filme_genero AS p
  INNER JOIN dim_genero AS g ON g.id_genero = p.id_genero
  WHERE LOWER(g.genero) = LOWER(CAST(:genre AS VARCHAR))
),
filmes AS (
  SELECT
    d.id_filme,
    d.titulo_principal AS titulo,
    d.ano_lancamento AS ano,
    d.ano_lancamento - d.ano_lancamento % 10 AS decada,
    f.id_filme IS NOT NULL AS conhecido,
    f.id_data,
    f.orcamento, f.receita, f.lucro, f.roi, f.suspeito, f.popularidade,
    f.orcamento_corrigido, f.receita_corrigida, f.ano_base,
    f.nota_media_imdb AS nota_imdb,
    f.quantidade_votos_imdb AS votos_imdb
  FROM dim_filme AS d
  LEFT JOIN fato_desempenho_filmes AS f ON f.id_filme = d.id_filme
),
avaliados AS (
  SELECT
    *,
    CASE
    {%- for condition in conditions %}
      WHEN {{ condition.removes }} THEN '{{ condition.name }}'
    {%- endfor %}
    END AS condicao
  FROM filmes
)
