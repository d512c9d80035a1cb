WITH distintos AS (
  SELECT
    l.tipo,
    l.id_titulo,
    l.nome_artista,
    l.ano_nascimento,
    l.ano_falecimento,
    l.papel,
    l.personagem,
    l.profissoes,
    l.titulos_conhecidos
  FROM artistas_das_linhas AS l
  ANTI JOIN marcas_repetidas AS r
    ON r.marca = l.marca
  WHERE
    l.motivo IS NULL AND NOT l.nome_artista IS NULL
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    papel,
    personagem,
    profissoes,
    titulos_conhecidos
  FROM creditos_repetidos
), ordenados AS (
  SELECT
    *
  FROM distintos
  ORDER BY
    tipo NULLS FIRST,
    id_titulo NULLS FIRST,
    nome_artista NULLS FIRST
)
SELECT
  CAST(tipo AS TEXT) AS tipo,
  CAST(id_titulo AS TEXT) AS id_titulo,
  CAST(nome_artista AS TEXT) AS nome_artista,
  CAST(ano_nascimento AS INT) AS ano_nascimento,
  CAST(ano_falecimento AS INT) AS ano_falecimento,
  CAST(papel AS TEXT) AS papel,
  CAST(personagem AS TEXT) AS personagem,
  CAST(STR_SPLIT(profissoes, ',') AS TEXT[]) AS profissoes,
  CAST(STR_SPLIT(titulos_conhecidos, ',') AS TEXT[]) AS titulos_conhecidos
FROM ordenados
