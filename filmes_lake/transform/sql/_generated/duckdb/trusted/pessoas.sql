WITH decididas AS (
  SELECT
    v.id_artista,
    v.nome_artista,
    v.ano_nascimento,
    v.ano_falecimento,
    v.profissoes,
    v.titulos_conhecidos,
    v.identidade
  FROM variantes_de_pessoas AS v
  ANTI JOIN pessoas_em_conflito AS c
    ON c.id_artista = v.id_artista
  UNION ALL
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    identidade
  FROM pessoas_eleitas
), ordenadas AS (
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    identidade
  FROM decididas
  UNION ALL
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    identidade
  FROM imdb_pessoas
  ORDER BY
    id_artista NULLS FIRST
)
SELECT
  CAST(id_artista AS TEXT) AS id_artista,
  CAST(nome_artista AS TEXT) AS nome_artista,
  CAST(ano_nascimento AS INT) AS ano_nascimento,
  CAST(ano_falecimento AS INT) AS ano_falecimento,
  CAST(STR_SPLIT(profissoes, ',') AS TEXT[]) AS profissoes,
  CAST(STR_SPLIT(titulos_conhecidos, ',') AS TEXT[]) AS titulos_conhecidos,
  CAST(identidade AS TEXT) AS identidade
FROM ordenadas
