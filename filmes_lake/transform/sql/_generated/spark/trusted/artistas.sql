-- Made from trusted/artistas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Every name with each of its years of birth, and the key of the artist it means. The file has no person id, so the
-- natural key is the name (blanks folded, letters composed, A to Z in lower case), split by year of birth where two
-- different years are known under one name.
WITH sem_brancos AS (
  SELECT
    nome_artista, ano_nascimento,
    CASE
      WHEN nome_artista RLIKE '  |[	             ​‌‍  ⁠　﻿]' THEN TRIM(BOTH ' ' FROM REGEXP_REPLACE(nome_artista, '[ 	             ​‌‍  ⁠　﻿]+', ' '))
      ELSE nome_artista
    END AS nome
  FROM pessoas_das_linhas
  GROUP BY nome_artista, ano_nascimento
),
compostos AS (
  SELECT
    nome_artista, ano_nascimento,
    CASE
      WHEN nome RLIKE '[̀-ͯ]' THEN
        ARRAY_JOIN(
          TRANSFORM(
            REGEXP_EXTRACT_ALL(nome, '[^̀-ͯ][̀-ͯ]*|[̀-ͯ]+', 0),
            v -> COALESCE(
              TRY_ELEMENT_AT(
                MAP_FROM_ARRAYS(
                  SPLIT('À Á Â Ầ Ấ Ẫ Ẩ Ậ Ầ Ấ Ã Ā Ă Ằ Ắ Ẵ Ẳ Ặ Ằ Ắ Ȧ Ǡ Ä Ǟ Ả Å Ǻ Ǻ Ǎ Ȁ Ȃ Ạ Ậ Ặ Ḁ Ą À Á Ḃ Ḅ Ḇ Ć Ḉ Ĉ Ċ Č Ç Ḉ Ḉ Ć Ḉ Ḋ Ď Ḍ Ḑ Ḓ Ḏ È É Ê Ề Ế Ễ Ể Ệ Ề Ế Ẽ Ē Ḕ Ḗ Ḕ Ḗ Ĕ Ḝ Ė Ë Ẻ Ě Ȅ Ȇ Ẹ Ệ Ȩ Ḝ Ę Ḙ Ḛ È É Ḟ Ǵ Ĝ Ḡ Ğ Ġ Ǧ Ģ Ǵ Ĥ Ḣ Ḧ Ȟ Ḥ Ḩ Ḫ Ì Í Î Ĩ Ī Ĭ İ Ï Ḯ Ḯ Ỉ Ǐ Ȉ Ȋ Ị Į Ḭ Ì Í Ḯ Ĵ Ḱ Ǩ Ḳ Ķ Ḵ Ḱ Ĺ Ḹ Ľ Ḷ Ḹ Ļ Ḽ Ḻ Ĺ Ḿ Ṁ Ṃ Ḿ Ǹ Ń Ñ Ṅ Ň Ṇ Ņ Ṋ Ṉ Ǹ Ń Ò Ờ Ó Ớ Ô Ồ Ố Ỗ Ổ Ộ Ồ Ố Õ Ṍ Ȭ Ṏ Ỡ Ṍ Ō Ṑ Ṓ Ǭ Ṑ Ṓ Ŏ Ȯ Ȱ Ö Ȫ Ỏ Ở Ő Ǒ Ȍ Ȏ Ơ Ờ Ớ Ỡ Ở Ợ Ờ Ớ Ọ Ộ Ợ Ǫ Ǭ Ò Ờ Ó Ớ Ṕ Ṗ Ṕ Ŕ Ṝ Ṙ Ř Ȑ Ȓ Ṛ Ṝ Ŗ Ṟ Ŕ Ś Ṥ Ŝ Ṡ Ṩ Š Ṧ Ṣ Ṩ Ș Ş Ś Ṥ Ṫ Ť Ṭ Ț Ţ Ṱ Ṯ Ù Ừ Ú Ứ Û Ũ Ṹ Ữ Ṹ Ū Ṻ Ŭ Ü Ǜ Ǘ Ǖ Ǚ Ǜ Ǘ Ủ Ử Ů Ű Ǔ Ȕ Ȗ Ư Ừ Ứ Ữ Ử Ự Ừ Ứ Ụ Ự Ṳ Ų Ṷ Ṵ Ù Ừ Ú Ứ Ǘ Ṽ Ṿ Ẁ Ẃ Ŵ Ẇ Ẅ Ẉ Ẁ Ẃ Ẋ Ẍ Ỳ Ý Ŷ Ỹ Ȳ Ẏ Ÿ Ỷ Ỵ Ỳ Ý Ź Ẑ Ż Ž Ẓ Ẕ Ź à á â ầ ấ ẫ ẩ ậ ầ ấ ã ā ă ằ ắ ẵ ẳ ặ ằ ắ ȧ ǡ ä ǟ ả å ǻ ǻ ǎ ȁ ȃ ạ ậ ặ ḁ ą à á ḃ ḅ ḇ ć ḉ ĉ ċ č ç ḉ ḉ ć ḉ ḋ ď ḍ ḑ ḓ ḏ è é ê ề ế ễ ể ệ ề ế ẽ ē ḕ ḗ ḕ ḗ ĕ ḝ ė ë ẻ ě ȅ ȇ ẹ ệ ȩ ḝ ę ḙ ḛ è é ḟ ǵ ĝ ḡ ğ ġ ǧ ģ ǵ ĥ ḣ ḧ ȟ ḥ ḩ ḫ ẖ ì í î ĩ ī ĭ ï ḯ ḯ ỉ ǐ ȉ ȋ ị į ḭ ì í ḯ ĵ ǰ ḱ ǩ ḳ ķ ḵ ḱ ĺ ḹ ľ ḷ ḹ ļ ḽ ḻ ĺ ḿ ṁ ṃ ḿ ǹ ń ñ ṅ ň ṇ ņ ṋ ṉ ǹ ń ò ờ ó ớ ô ồ ố ỗ ổ ộ ồ ố õ ṍ ȭ ṏ ỡ ṍ ō ṑ ṓ ǭ ṑ ṓ ŏ ȯ ȱ ö ȫ ỏ ở ő ǒ ȍ ȏ ơ ờ ớ ỡ ở ợ ờ ớ ọ ộ ợ ǫ ǭ ò ờ ó ớ ṕ ṗ ṕ ŕ ṝ ṙ ř ȑ ȓ ṛ ṝ ŗ ṟ ŕ ś ṥ ŝ ṡ ṩ š ṧ ṣ ṩ ș ş ś ṥ ṫ ẗ ť ṭ ț ţ ṱ ṯ ù ừ ú ứ û ũ ṹ ữ ṹ ū ṻ ŭ ü ǜ ǘ ǖ ǚ ǜ ǘ ủ ử ů ű ǔ ȕ ȗ ư ừ ứ ữ ử ự ừ ứ ụ ự ṳ ų ṷ ṵ ù ừ ú ứ ǘ ṽ ṿ ẁ ẃ ŵ ẇ ẅ ẘ ẉ ẁ ẃ ẋ ẍ ỳ ý ŷ ỹ ȳ ẏ ÿ ỷ ẙ ỵ ỳ ý ź ẑ ż ž ẓ ẕ ź Ầ Ấ Ẫ Ẩ Ậ Ầ Ấ Ǟ Ǻ Ǻ Ǽ Ǣ Ǽ Ḉ Ḉ Ề Ế Ễ Ể Ệ Ề Ế Ḯ Ḯ Ờ Ớ Ồ Ố Ỗ Ổ Ộ Ồ Ố Ṍ Ȭ Ṏ Ỡ Ṍ Ȫ Ǿ Ǿ Ừ Ứ Ǜ Ǘ Ǖ Ǚ Ǜ Ǘ ầ ấ ẫ ẩ ậ ầ ấ ǟ ǻ ǻ ǽ ǣ ǽ ḉ ḉ ề ế ễ ể ệ ề ế ḯ ḯ ờ ớ ồ ố ỗ ổ ộ ồ ố ṍ ȭ ṏ ỡ ṍ ȫ ǿ ǿ ừ ứ ǜ ǘ ǖ ǚ ǜ ǘ Ằ Ắ Ẵ Ẳ Ặ Ằ Ắ ằ ắ ẵ ẳ ặ ằ ắ Ḉ ḉ Ḕ Ḗ Ḕ Ḗ ḕ ḗ ḕ ḗ Ḝ ḝ Ṑ Ṓ Ǭ Ṑ Ṓ ṑ ṓ ǭ ṑ ṓ Ṥ ṥ Ṧ ṧ Ṹ Ữ Ṹ ṹ ữ ṹ Ṻ ṻ ẛ Ờ Ớ Ỡ Ở Ợ Ờ Ớ ờ ớ ỡ ở ợ ờ ớ Ừ Ứ Ữ Ử Ự Ừ Ứ ừ ứ ữ ử ự ừ ứ Ǯ Ǭ ǭ Ǡ ǡ Ḝ ḝ Ȱ ȱ ǯ Ḹ ḹ Ṝ ṝ Ṩ ṩ Ṩ ṩ Ậ Ặ ậ ặ Ệ ệ Ộ Ợ ộ ợ Ở ở Ự ự Ử ử', ' '),
                  SPLIT('À Á Â Ầ Ấ Ẫ Ẩ Ậ Ầ Ấ Ã Ā Ă Ằ Ắ Ẵ Ẳ Ặ Ằ Ắ Ȧ Ǡ Ä Ǟ Ả Å Ǻ Ǻ Ǎ Ȁ Ȃ Ạ Ậ Ặ Ḁ Ą À Á Ḃ Ḅ Ḇ Ć Ḉ Ĉ Ċ Č Ç Ḉ Ḉ Ć Ḉ Ḋ Ď Ḍ Ḑ Ḓ Ḏ È É Ê Ề Ế Ễ Ể Ệ Ề Ế Ẽ Ē Ḕ Ḗ Ḕ Ḗ Ĕ Ḝ Ė Ë Ẻ Ě Ȅ Ȇ Ẹ Ệ Ȩ Ḝ Ę Ḙ Ḛ È É Ḟ Ǵ Ĝ Ḡ Ğ Ġ Ǧ Ģ Ǵ Ĥ Ḣ Ḧ Ȟ Ḥ Ḩ Ḫ Ì Í Î Ĩ Ī Ĭ İ Ï Ḯ Ḯ Ỉ Ǐ Ȉ Ȋ Ị Į Ḭ Ì Í Ḯ Ĵ Ḱ Ǩ Ḳ Ķ Ḵ Ḱ Ĺ Ḹ Ľ Ḷ Ḹ Ļ Ḽ Ḻ Ĺ Ḿ Ṁ Ṃ Ḿ Ǹ Ń Ñ Ṅ Ň Ṇ Ņ Ṋ Ṉ Ǹ Ń Ò Ờ Ó Ớ Ô Ồ Ố Ỗ Ổ Ộ Ồ Ố Õ Ṍ Ȭ Ṏ Ỡ Ṍ Ō Ṑ Ṓ Ǭ Ṑ Ṓ Ŏ Ȯ Ȱ Ö Ȫ Ỏ Ở Ő Ǒ Ȍ Ȏ Ơ Ờ Ớ Ỡ Ở Ợ Ờ Ớ Ọ Ộ Ợ Ǫ Ǭ Ò Ờ Ó Ớ Ṕ Ṗ Ṕ Ŕ Ṝ Ṙ Ř Ȑ Ȓ Ṛ Ṝ Ŗ Ṟ Ŕ Ś Ṥ Ŝ Ṡ Ṩ Š Ṧ Ṣ Ṩ Ș Ş Ś Ṥ Ṫ Ť Ṭ Ț Ţ Ṱ Ṯ Ù Ừ Ú Ứ Û Ũ Ṹ Ữ Ṹ Ū Ṻ Ŭ Ü Ǜ Ǘ Ǖ Ǚ Ǜ Ǘ Ủ Ử Ů Ű Ǔ Ȕ Ȗ Ư Ừ Ứ Ữ Ử Ự Ừ Ứ Ụ Ự Ṳ Ų Ṷ Ṵ Ù Ừ Ú Ứ Ǘ Ṽ Ṿ Ẁ Ẃ Ŵ Ẇ Ẅ Ẉ Ẁ Ẃ Ẋ Ẍ Ỳ Ý Ŷ Ỹ Ȳ Ẏ Ÿ Ỷ Ỵ Ỳ Ý Ź Ẑ Ż Ž Ẓ Ẕ Ź à á â ầ ấ ẫ ẩ ậ ầ ấ ã ā ă ằ ắ ẵ ẳ ặ ằ ắ ȧ ǡ ä ǟ ả å ǻ ǻ ǎ ȁ ȃ ạ ậ ặ ḁ ą à á ḃ ḅ ḇ ć ḉ ĉ ċ č ç ḉ ḉ ć ḉ ḋ ď ḍ ḑ ḓ ḏ è é ê ề ế ễ ể ệ ề ế ẽ ē ḕ ḗ ḕ ḗ ĕ ḝ ė ë ẻ ě ȅ ȇ ẹ ệ ȩ ḝ ę ḙ ḛ è é ḟ ǵ ĝ ḡ ğ ġ ǧ ģ ǵ ĥ ḣ ḧ ȟ ḥ ḩ ḫ ẖ ì í î ĩ ī ĭ ï ḯ ḯ ỉ ǐ ȉ ȋ ị į ḭ ì í ḯ ĵ ǰ ḱ ǩ ḳ ķ ḵ ḱ ĺ ḹ ľ ḷ ḹ ļ ḽ ḻ ĺ ḿ ṁ ṃ ḿ ǹ ń ñ ṅ ň ṇ ņ ṋ ṉ ǹ ń ò ờ ó ớ ô ồ ố ỗ ổ ộ ồ ố õ ṍ ȭ ṏ ỡ ṍ ō ṑ ṓ ǭ ṑ ṓ ŏ ȯ ȱ ö ȫ ỏ ở ő ǒ ȍ ȏ ơ ờ ớ ỡ ở ợ ờ ớ ọ ộ ợ ǫ ǭ ò ờ ó ớ ṕ ṗ ṕ ŕ ṝ ṙ ř ȑ ȓ ṛ ṝ ŗ ṟ ŕ ś ṥ ŝ ṡ ṩ š ṧ ṣ ṩ ș ş ś ṥ ṫ ẗ ť ṭ ț ţ ṱ ṯ ù ừ ú ứ û ũ ṹ ữ ṹ ū ṻ ŭ ü ǜ ǘ ǖ ǚ ǜ ǘ ủ ử ů ű ǔ ȕ ȗ ư ừ ứ ữ ử ự ừ ứ ụ ự ṳ ų ṷ ṵ ù ừ ú ứ ǘ ṽ ṿ ẁ ẃ ŵ ẇ ẅ ẘ ẉ ẁ ẃ ẋ ẍ ỳ ý ŷ ỹ ȳ ẏ ÿ ỷ ẙ ỵ ỳ ý ź ẑ ż ž ẓ ẕ ź Ầ Ấ Ẫ Ẩ Ậ Ầ Ấ Ǟ Ǻ Ǻ Ǽ Ǣ Ǽ Ḉ Ḉ Ề Ế Ễ Ể Ệ Ề Ế Ḯ Ḯ Ờ Ớ Ồ Ố Ỗ Ổ Ộ Ồ Ố Ṍ Ȭ Ṏ Ỡ Ṍ Ȫ Ǿ Ǿ Ừ Ứ Ǜ Ǘ Ǖ Ǚ Ǜ Ǘ ầ ấ ẫ ẩ ậ ầ ấ ǟ ǻ ǻ ǽ ǣ ǽ ḉ ḉ ề ế ễ ể ệ ề ế ḯ ḯ ờ ớ ồ ố ỗ ổ ộ ồ ố ṍ ȭ ṏ ỡ ṍ ȫ ǿ ǿ ừ ứ ǜ ǘ ǖ ǚ ǜ ǘ Ằ Ắ Ẵ Ẳ Ặ Ằ Ắ ằ ắ ẵ ẳ ặ ằ ắ Ḉ ḉ Ḕ Ḗ Ḕ Ḗ ḕ ḗ ḕ ḗ Ḝ ḝ Ṑ Ṓ Ǭ Ṑ Ṓ ṑ ṓ ǭ ṑ ṓ Ṥ ṥ Ṧ ṧ Ṹ Ữ Ṹ ṹ ữ ṹ Ṻ ṻ ẛ Ờ Ớ Ỡ Ở Ợ Ờ Ớ ờ ớ ỡ ở ợ ờ ớ Ừ Ứ Ữ Ử Ự Ừ Ứ ừ ứ ữ ử ự ừ ứ Ǯ Ǭ ǭ Ǡ ǡ Ḝ ḝ Ȱ ȱ ǯ Ḹ ḹ Ṝ ṝ Ṩ ṩ Ṩ ṩ Ậ Ặ ậ ặ Ệ ệ Ộ Ợ ộ ợ Ở ở Ự ự Ử ử', ' ')
                ),
                v
              ),
              v
            )
          ),
          ''
        )
      ELSE nome
    END AS nome
  FROM sem_brancos
),
nomes AS (
  SELECT
    nome_artista, ano_nascimento,
    TRANSLATE(nome, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') AS nome
  FROM compostos
),
homonimos AS (
  SELECT nome
  FROM nomes
  GROUP BY nome
  HAVING MIN(ano_nascimento) < MAX(ano_nascimento)
),
chaves AS (
  SELECT
    n.nome_artista, n.ano_nascimento, n.nome,
    h.nome IS NOT NULL AND n.ano_nascimento IS NOT NULL AS dividido
  FROM nomes AS n
  LEFT JOIN homonimos AS h ON h.nome = n.nome
)
SELECT
  nome_artista, ano_nascimento,
  CASE WHEN dividido THEN 'nome_ano' ELSE 'nome' END AS identidade,
  SUBSTRING(
    MD5(CASE WHEN dividido THEN CONCAT(nome, '|', CAST(ano_nascimento AS STRING)) ELSE nome END), 1, 16
  ) AS id_artista
FROM chaves
