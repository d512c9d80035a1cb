WITH votos AS (
  SELECT
    v.*,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.nome_artista) AS v_nome_artista,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.ano_nascimento) AS v_ano_nascimento,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.ano_falecimento) AS v_ano_falecimento,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.profissoes) AS v_profissoes,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.titulos_conhecidos) AS v_titulos_conhecidos,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.identidade) AS v_identidade
  FROM variantes_de_pessoas AS v
  SEMI JOIN pessoas_em_conflito AS c
    ON c.id_artista = v.id_artista
), eleitos AS (
  SELECT
    id_artista,
    MAX(
      CASE
        WHEN NOT nome_artista IS NULL
        THEN {'votos': v_nome_artista, 'valor': nome_artista}
      END
    ) AS nome_artista,
    MAX(
      CASE
        WHEN NOT ano_nascimento IS NULL
        THEN {'votos': v_ano_nascimento, 'valor': ano_nascimento}
      END
    ) AS ano_nascimento,
    MAX(
      CASE
        WHEN NOT ano_falecimento IS NULL
        THEN {'votos': v_ano_falecimento, 'valor': ano_falecimento}
      END
    ) AS ano_falecimento,
    MAX(
      CASE
        WHEN NOT profissoes IS NULL
        THEN {'votos': v_profissoes, 'valor': profissoes}
      END
    ) AS profissoes,
    MAX(
      CASE
        WHEN NOT titulos_conhecidos IS NULL
        THEN {'votos': v_titulos_conhecidos, 'valor': titulos_conhecidos}
      END
    ) AS titulos_conhecidos,
    MAX(
      CASE
        WHEN NOT identidade IS NULL
        THEN {'votos': v_identidade, 'valor': identidade}
      END
    ) AS identidade
  FROM votos
  GROUP BY
    id_artista
)
SELECT
  id_artista,
  nome_artista.valor AS nome_artista,
  ano_nascimento.valor AS ano_nascimento,
  ano_falecimento.valor AS ano_falecimento,
  profissoes.valor AS profissoes,
  titulos_conhecidos.valor AS titulos_conhecidos,
  identidade.valor AS identidade
FROM eleitos
