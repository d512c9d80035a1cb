WITH nomeados AS (
  SELECT
    tipo,
    id_titulo,
    'director' AS papel,
    UNNEST(STR_SPLIT(diretores, ',')) AS id_artista
  FROM imdb_equipes_lidas
  WHERE
    NOT diretores IS NULL
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    'writer' AS papel,
    UNNEST(STR_SPLIT(roteiristas, ',')) AS id_artista
  FROM imdb_equipes_lidas
  WHERE
    NOT roteiristas IS NULL
), da_equipe AS (
  SELECT
    tipo,
    id_titulo,
    papel,
    id_artista,
    CASE
      WHEN id_artista LIKE 'nm%'
      AND LENGTH(id_artista) = CASE
        WHEN TRY_CAST('1' || SUBSTRING(id_artista, 3) AS INT) BETWEEN 10000000 AND 19999999
        THEN 9
        WHEN TRY_CAST('1' || SUBSTRING(id_artista, 3) AS INT) BETWEEN 110000000 AND 199999999
        THEN 10
        WHEN TRY_CAST('1' || SUBSTRING(id_artista, 3) AS INT) BETWEEN 1100000000 AND 1999999999
        THEN 11
      END
      THEN CASE
        WHEN TRY_CAST('1' || SUBSTRING(id_artista, 3) AS INT) % 100 <> 0
        THEN TRY_CAST('1' || SUBSTRING(id_artista, 3) AS INT)
        WHEN NOT (
          id_artista LIKE '%e%' OR id_artista LIKE '%E%'
        )
        THEN TRY_CAST('1' || SUBSTRING(id_artista, 3) AS INT)
      END
    END AS pessoa
  FROM nomeados
  GROUP BY
    tipo,
    id_titulo,
    papel,
    id_artista
)
SELECT
  e.tipo,
  e.id_titulo,
  e.papel,
  e.id_artista,
  e.pessoa
FROM da_equipe AS e
ANTI JOIN imdb_creditos_dos_titulos AS c
  ON c.id_titulo = e.id_titulo AND c.id_artista = e.id_artista AND c.papel = e.papel
WHERE
  NOT e.pessoa IS NULL
