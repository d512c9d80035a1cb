WITH distintos AS (
  SELECT
    l.tipo,
    l.id_titulo,
    l.papel,
    l.personagem,
    l.nome_artista,
    l.ano_nascimento
  FROM artistas_das_linhas AS l
  ANTI JOIN marcas_repetidas AS r
    ON r.marca = l.marca
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    papel,
    personagem,
    nome_artista,
    ano_nascimento
  FROM creditos_repetidos
), creditados AS (
  SELECT
    d.tipo,
    d.id_titulo,
    d.papel,
    d.personagem,
    a.id_artista
  FROM distintos AS d
  INNER JOIN artistas AS a
    ON a.nome_artista = d.nome_artista
    AND a.ano_nascimento IS NOT DISTINCT FROM d.ano_nascimento
), todos AS (
  SELECT
    tipo,
    id_titulo,
    id_artista,
    papel,
    personagem,
    CAST(NULL AS INT) AS ordem,
    CAST(NULL AS TEXT) AS trabalho
  FROM creditados
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    id_artista,
    papel,
    personagem,
    ordem,
    trabalho
  FROM imdb_creditos
)
SELECT
  CAST(tipo AS TEXT) AS tipo,
  CAST(id_titulo AS TEXT) AS id_titulo,
  CAST(id_artista AS TEXT) AS id_artista,
  CAST(papel AS TEXT) AS papel,
  CAST(personagem AS TEXT) AS personagem,
  CAST(ordem AS INT) AS ordem,
  CAST(trabalho AS TEXT) AS trabalho
FROM todos
ORDER BY
  tipo NULLS FIRST,
  LENGTH(id_titulo) NULLS FIRST,
  id_titulo NULLS FIRST,
  id_artista NULLS FIRST,
  papel NULLS FIRST,
  personagem NULLS FIRST,
  ordem NULLS FIRST
