SELECT
  COUNT(*) AS lines,
  COUNT(CASE WHEN motivo IS NULL AND posicao = 1 THEN 1 END) AS kept,
  COUNT(CASE WHEN motivo IS NULL AND posicao > 1 THEN 1 END) AS superseded,
  COUNT(motivo) AS rejected,
  COUNT(CASE WHEN motivo IS NULL AND invalido_semana THEN 1 END) AS invalid_semana,
  COUNT(CASE WHEN motivo IS NULL AND invalido_receita THEN 1 END) AS invalid_receita,
  COUNT(CASE WHEN motivo IS NULL AND invalido_salas THEN 1 END) AS invalid_salas,
  COUNT(CASE WHEN motivo IS NULL THEN semana END) AS valid_semana,
  COUNT(CASE WHEN motivo IS NULL THEN receita END) AS valid_receita,
  COUNT(CASE WHEN motivo IS NULL THEN salas END) AS valid_salas
FROM semanas_lidas
