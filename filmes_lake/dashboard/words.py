"""Every text of the page in Portuguese and English. What the reports say already in English is taken from them."""

from collections.abc import Sequence
from enum import StrEnum

from filmes_lake.dashboard.definition import SHOWN
from filmes_lake.errors import UsageError
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import conditions_of


class Language(StrEnum):
    """A language of the page."""

    PORTUGUESE = "pt"
    ENGLISH = "en"

    @classmethod
    def named(cls, text: str) -> "Language":
        """The language of that name; UsageError for one that the page does not speak."""
        try:
            return cls(text.lower())
        except ValueError as error:
            raise UsageError(f"--lang {text}: the page does not speak it", "pt is Portuguese, en is English") from error


def words_in(language: Language) -> dict[str, str]:
    """The texts of the page by name; `{name}` in one is filled in on the page."""
    place = list(Language).index(language)
    own = {name: pair[place] for name, pair in _WORDS.items()}
    english = {**_questions(), **_notes(), **_conditions()}
    return {**own, **{name: _translated(text, language) for name, text in english.items()}}


def genres_in(language: Language, genres: Sequence[str]) -> dict[str, str]:
    """What IMDb's genres are called; one that is not known here keeps its name."""
    return {genre: _GENRES.get(genre, genre) if language is Language.PORTUGUESE else genre for genre in genres}


def _questions() -> dict[str, str]:
    return {f"question.{report.name}": report.question for report in SHOWN}


def _notes() -> dict[str, str]:
    return {f"note.{report.name}.{place}": note for report in SHOWN for place, note in enumerate(report.notes)}


def _conditions() -> dict[str, str]:
    conditions = {f"condition.{c.name}": c.description for kind in Kind for c in conditions_of(kind)}
    return {name: text[0].upper() + text[1:] for name, text in conditions.items()}


def _translated(text: str, language: Language) -> str:
    return text if language is Language.ENGLISH else _PORTUGUESE[text]


_GENRES = {
    "Action": "Ação",
    "Adult": "Adulto",
    "Adventure": "Aventura",
    "Animation": "Animação",
    "Biography": "Biografia",
    "Comedy": "Comédia",
    "Documentary": "Documentário",
    "Family": "Família",
    "Fantasy": "Fantasia",
    "Film-Noir": "Noir",
    "Game-Show": "Programa de jogos",
    "History": "História",
    "Horror": "Terror",
    "Music": "Música",
    "Mystery": "Mistério",
    "News": "Notícias",
    "Reality-TV": "Reality show",
    "Romance": "Romance",
    "Sci-Fi": "Ficção científica",
    "Short": "Curta-metragem",
    "Sport": "Esporte",
    "Talk-Show": "Programa de entrevistas",
    "Thriller": "Suspense",
    "War": "Guerra",
    "Western": "Faroeste",
}

# Of what reports and conditions say in English.
_PORTUGUESE = {
    "How many films and artists, and what do they cost and return?": "Quantos filmes e artistas são, e quanto custam e rendem?",
    "Which films returned most on their budget?": "Quais filmes mais devolveram do que custaram?",
    "How did the return change by decade?": "Como o retorno mudou por década?",
    "In which month of release do films return most?": "Em que mês de estreia os filmes rendem mais?",
    "Which genres return most?": "Quais gêneros rendem mais?",
    "Do films that people rate higher return more?": "Filmes mais bem avaliados rendem mais?",
    "Do dearer films take in more?": "Filmes mais caros arrecadam mais?",
    "How did budgets and revenues change, as paid and at one year's prices?": "Como mudaram orçamentos e receitas, pagos na época e a preços de um só ano?",
    "Whose films returned most together?": "Os filmes de quem mais renderam juntos?",
    "Which titles rise and fall in popularity from one day to another?": "Que títulos sobem e caem em popularidade de um dia a outro?",
    "Popularity is TMDB's, of its daily exports and of the answers that Raw keeps; a day's export comes first.": "Em que sobe e cai, a popularidade é a do TMDB, de suas exportações diárias e das respostas que Raw guarda; a exportação do dia vem primeiro.",
    "What people do on TMDB's pages in a day makes it: compare days, not films with series.": "Ela vem do que as pessoas fazem nas páginas do TMDB em um dia: compare dias, não filmes com séries.",
    "Titles are compared from the first to the last of their own days, which need not be everybody's.": "Títulos são comparados do primeiro ao último de seus próprios dias, que não precisam ser os de todos.",
    "Titles that neither rise nor fall are counted and not shown.": "Títulos que não sobem nem caem são contados e não mostrados.",
    "Which series are rated best?": "Quais séries são mais bem avaliadas?",
    "Revenue is the worldwide gross, not the studio's share; marketing is not in the budget.": "A receita é a bilheteria mundial, não a parte do estúdio; a divulgação não está no orçamento.",
    "Amounts are US dollars as paid then, or with dollars=real at one year's prices, as TMDB's volunteers noted them.": "Os valores são dólares da época, ou com dollars=real a preços de um mesmo ano, como os voluntários do TMDB os anotaram.",
    "Popularity is TMDB's on the day it was asked; ratings and votes are those of IMDb's file.": "A popularidade é a do TMDB no dia da consulta; notas e votos são os do arquivo do IMDb.",
    "Months go by TMDB's date of release, which may be a re-release; films without one are a row of their own.": "Os meses seguem a data de estreia do TMDB, que pode ser de um relançamento; filmes sem data têm uma linha própria.",
    "More films than chance would have stand on 1 January, as if only the year were known: mind that month.": "Há em 1º de janeiro mais filmes do que o acaso daria, como se só o ano fosse conhecido: cuidado com esse mês.",
    "A film of several genres counts once in each: the rows add up to more than the films counted.": "Um filme de vários gêneros conta uma vez em cada um: as linhas somam mais do que os filmes contados.",
    "A correlation is no cause: films that were seen by many are also rated by many.": "Correlação não é causa: filmes vistos por muitos também são avaliados por muitos.",
    "Amounts of different decades stand side by side: prices rose in between.": "Valores de décadas diferentes estão lado a lado: os preços subiram nesse meio-tempo.",
    "Corrected amounts are in ano_base's prices (US consumer prices); years without a price have none.": "Valores corrigidos estão a preços de ano_base (preços ao consumidor dos EUA); anos sem preço não os têm.",
    "Artists are matched by name, and by year of birth where two are known: namesakes may be one row.": "Artistas são reconhecidos pelo nome, e pelo ano de nascimento onde se conhecem dois: homônimos podem ser uma só linha.",
    "Ranked by the lower bound of roi_total: few films that returned much by chance do not lead.": "Em ordem do limite inferior de roi_total: poucos filmes que renderam muito por acaso não vão à frente.",
    "Intervals are of 95%, for films as if drawn by chance from many like them. Of pooled returns of few films they hold less often.": "Os intervalos são de 95%, para filmes como que sorteados de muitos iguais a eles. Os do retorno agregado de poucos filmes acertam menos vezes.",
    "A film counts once for each of its artists, whatever they did in it, and in full.": "Um filme conta uma vez para cada um de seus artistas, fizesse o que fizesse nele, e por inteiro.",
    "TMDB has no record": "Sem registro no TMDB",
    "Its budget is unknown": "Orçamento desconhecido",
    "Its revenue is unknown": "Receita desconhecida",
    "Its IMDb rating is unknown": "Nota no IMDb desconhecida",
    "IMDb or TMDB calls it adult": "Adulto, segundo o IMDb ou o TMDB",
    "TMDB calls it a video": "Vídeo, segundo o TMDB",
    "An amount is implausible": "Um valor é implausível",
    "Its IMDb votes are unknown": "Votos no IMDb desconhecidos",
    "Fewer IMDb votes than min_votes": "Menos votos no IMDb do que min_votes",
    "Released before min_year, or nobody knows when": "Lançado antes de min_year, ou não se sabe quando",
    "Released after max_year, or nobody knows when": "Lançado depois de max_year, ou não se sabe quando",
    "Of none of the genres": "De nenhum dos gêneros",
    "No price is known of its year, so it has no real dollars": "Sem preço conhecido do seu ano, logo sem dólares reais",
}

# By name: Portuguese, English.
_WORDS = {
    "no_script": ("Esta página precisa de JavaScript.", "This page needs JavaScript."),
    "title": ("O que define o sucesso no cinema?", "What makes a film pay?"),
    "subtitle": ("Uma análise de retorno, receita e popularidade", "Return, revenue and popularity, film by film"),
    "sentence": (
        "Para cada dólar gasto, voltaram {pooled}; o filme do meio devolveu {median}; {share} deram prejuízo.",
        "For each dollar spent, {pooled} came back; the film in the middle returned {median}; {share} lost money.",
    ),
    "filters": ("Filtros", "Filters"),
    "genre": ("Gênero", "Genre"),
    "every_genre": ("Todos", "All"),
    "min_year": ("De", "From"),
    "max_year": ("Até", "To"),
    "min_votes": ("Votos no IMDb, mínimo", "IMDb votes, at least"),
    "min_films": ("Filmes por grupo, mínimo", "Films in a group, at least"),
    "top": ("Linhas por lista", "Rows in a list"),
    "include_suspect": ("valores implausíveis", "implausible amounts"),
    "include_adult": ("adultos", "adult"),
    "include_video": ("vídeos", "videos"),
    "dollars": ("Valores em", "Amounts in"),
    "dollars.paid": ("US$ da época", "US$ as paid"),
    "dollars.real": ("US$ de {year}", "US$ of {year}"),
    "also": ("Incluir também", "Include as well"),
    "each_own": ("padrão", "usual"),
    "any_year": ("qualquer", "any"),
    "find": ("Destacar um filme", "Find a film"),
    "find_hint": ("título", "title"),
    "reset": ("Limpar", "Reset"),
    "language": ("Idioma", "Language"),
    "theme": ("Aparência", "Appearance"),
    "theme.auto": ("Automática", "Automatic"),
    "theme.light": ("Clara", "Light"),
    "theme.dark": ("Escura", "Dark"),
    "break_even": ("Paga-se com", "Pays at"),
    "break_even.times": ("{times}× o orçamento", "{times}× the budget"),
    "break_even.why": (
        "Cinemas ficam com cerca de metade da bilheteria, e a divulgação vem por cima: muitos só chamam um filme de "
        "pago a 2 ou 2,5 vezes o orçamento. Só a linha e as cores mudam, nenhum retorno.",
        "Cinemas keep about half of the gross, and marketing comes on top: many call a film paid only at 2 or 2.5 times "
        "its budget. Only the line and the colours move, no return does.",
    ),
    "selected": ("{films} de {all} filmes do lago", "{films} of the lake's {all} films"),
    "shown": ("Mostra", "Showing"),
    "said.genre": ("de {genres}", "of {genres}"),
    "said.any_genre": ("de todos os gêneros", "of every genre"),
    "said.between": ("de {min} a {max}", "from {min} to {max}"),
    "said.from": ("de {min} em diante", "from {min} on"),
    "said.until": ("até {max}", "until {max}"),
    "said.any_year": ("de qualquer ano", "of any year"),
    "said.votes": ("com {votes} votos ou mais no IMDb", "with {votes} IMDb votes or more"),
    "said.any_votes": ("com quaisquer votos", "with any number of votes"),
    "said.with": ("com {what}", "with {what}"),
    "said.without": ("sem {what}", "without {what}"),
    "said.dollars": ("em {dollars}", "in {dollars}"),
    "said.min_films": (
        "grupos e artistas a partir de {films}",
        "groups and artists from {films} on",
    ),
    "said.top": ("{top} linhas por lista", "{top} rows in a list"),
    "films.one": ("{n} filme", "{n} film"),
    "films.other": ("{n} filmes", "{n} films"),
    "artists.one": ("{n} artista", "{n} artist"),
    "artists.other": ("{n} artistas", "{n} artists"),
    "series.one": ("{n} série", "{n} series"),
    "series.other": ("{n} séries", "{n} series"),
    "highlighted": ("Em destaque: {what}", "Highlighted: {what}"),
    "highlight.clear": ("Tirar o destaque", "Clear the highlight"),
    "highlight.none": ("Este filme não está entre os selecionados", "This film is not among those selected"),
    "correlation": ("correlação de postos (Spearman): {r}", "rank correlation (Spearman): {r}"),
    "as_table": ("Ver como tabela", "View as a table"),
    "copy": ("Copiar como CSV", "Copy as CSV"),
    "copied": ("Copiado", "Copied"),
    "first_rows": (
        "As primeiras {n} de {all} linhas; o CSV tem todas.",
        "The first {n} of {all} rows; the CSV has all.",
    ),
    "command": ("Os mesmos números no terminal:", "The same figures in a terminal:"),
    "command.copy": ("Copiar o comando", "Copy the command"),
    "axis.log": ("{what} (escala logarítmica)", "{what} (log scale)"),
    "axis.per_dollar": ("US$ que voltam por dólar gasto", "US$ back per dollar spent"),
    "axis.orcamento": ("orçamento, {dollars}", "budget, {dollars}"),
    "axis.receita": ("receita mundial, {dollars}", "worldwide gross, {dollars}"),
    "axis.filmes": ("filmes nesta seleção", "films in this selection"),
    "axis.nota_imdb": ("nota no IMDb, de 1 a 10", "IMDb rating, 1 to 10"),
    "axis.base_dollars": ("mediana do ano, US$ de {year}", "median of the year, US$ of {year}"),
    "axis.losses": ("filmes que não chegaram a {times}× o orçamento", "films that did not reach {times}× their budget"),
    "legend.bar": ("barra: total", "bar: pooled"),
    "legend.tick": ("traço: mediana", "tick: median"),
    "legend.interval": ("linha fina: intervalo de 95%", "thin line: 95% interval"),
    "legend.like": (
        "vazada: o intervalo contém o de todos os filmes, {value}",
        "hollow: the interval holds that of all films, {value}",
    ),
    "legend.few": ("* menos de {n}: o acaso decide", "* fewer than {n}: chance rules"),
    "legend.even": ("linha tracejada: {times}× o orçamento", "dashed line: {times}× the budget"),
    "legend.lost": ("abaixo da linha", "below the line"),
    "legend.paid": ("pagos", "paid"),
    "legend.size": ("tamanho: popularidade", "size: popularity"),
    "legend.unsurpassed": (
        "com nome: ninguém tem tantos filmes e retorno maior",
        "with a name: nobody has as many films and a higher return",
    ),
    "legend.spread": (
        "espalhados dentro da coluna, para que um não esconda o outro",
        "spread within their column, so that none hides another",
    ),
    "legend.around": (
        "pontilhada: anos de menos de {n}, com os anos ao redor que for preciso, até {years} de cada lado",
        "dotted: years of fewer than {n}, with as many years around as it takes, up to {years} on either side",
    ),
    "best": ("Mais alto: {what}, {value}", "Highest: {what}, {value}"),
    "found.points": ("{share} acima da linha de {times}× o orçamento", "{share} above the line of {times}× the budget"),
    "found.roi": ("{title}: de {budget} a {revenue}", "{title}: from {budget} to {revenue}"),
    "found.losses": (
        "{share} dos filmes não chegaram a {times}× o orçamento",
        "{share} of the films did not reach {times}× their budget",
    ),
    "found.profits": ("Os {n} de cima lucraram {profit} juntos", "The top {n} made {profit} together"),
    "found.trends": (
        "De {first} a {last}; todos os títulos do lago, sejam quais forem os filtros",
        "From {first} to {last}; all titles of the lake, whatever the filters",
    ),
    "trends.rose": ("Subiram", "Rose"),
    "trends.fell": ("Caíram", "Fell"),
    "tipo.filme": ("filme", "film"),
    "tipo.serie": ("série", "series"),
    "found.funnel": ("{films} de {all} entram nas contas", "{films} of {all} are counted"),
    "question.losses-by-budget": ("Que orçamentos mais perdem?", "Which budgets lose most often?"),
    "question.artists-by-films": (
        "Quais artistas juntam muitos filmes e retorno alto?",
        "Which artists combine many films with a high return?",
    ),
    "question.profits": ("Quais foram os maiores lucros e prejuízos?", "Which were the greatest profits and losses?"),
    "question.funnel": ("De onde vêm estes filmes?", "Where do these films come from?"),
    "group.unknown": ("desconhecido", "unknown"),
    "group.no_genre": ("sem gênero", "no genre"),
    "decade": ("anos {decade}", "{decade}s"),
    "class.below": ("menos de {to}", "under {to}"),
    "class.between": ("{from} a {to}", "{from} to {to}"),
    "class.above": ("{from} ou mais", "{from} and more"),
    "in_lake": ("Filmes no lago", "Films in the lake"),
    "counted": ("Contados aqui", "Counted here"),
    "kpi.filmes": ("Filmes", "Films"),
    "kpi.artistas": ("Artistas", "Artists"),
    "kpi.orcamento_mediano": ("Orçamento mediano", "Median budget"),
    "kpi.receita_mediana": ("Receita mediana", "Median gross"),
    "kpi.roi_total": ("Volta por dólar, ao todo", "Back per dollar, pooled"),
    "kpi.roi_mediano": ("Volta por dólar, filme do meio", "Back per dollar, median film"),
    "kpi.popularidade_media": ("Popularidade média (TMDB)", "Mean popularity (TMDB)"),
    "kpi.nota_imdb_media": ("Nota média (IMDb)", "Mean rating (IMDb)"),
    "kpi.mean": ("média", "mean"),
    "column.posicao": ("Nº", "No."),
    "column.titulo": ("Título", "Title"),
    "column.ano": ("Ano", "Year"),
    "column.decada": ("Década", "Decade"),
    "column.mes": ("Mês", "Month"),
    "column.genero": ("Gênero", "Genre"),
    "column.roi": ("US$ por dólar", "US$ per dollar"),
    "column.roi_total": ("US$ por dólar, ao todo", "US$ per dollar, pooled"),
    "column.roi_total_inferior": ("US$ por dólar, ao menos (95%)", "US$ per dollar, at least (95%)"),
    "column.roi_total_superior": ("US$ por dólar, no máximo (95%)", "US$ per dollar, at most (95%)"),
    "column.roi_total_geral": ("US$ por dólar, todos os filmes", "US$ per dollar, all films"),
    "column.roi_mediano_inferior": ("Mediana, ao menos (95%)", "Median, at least (95%)"),
    "column.roi_mediano_superior": ("Mediana, no máximo (95%)", "Median, at most (95%)"),
    "column.roi_mediano": ("US$ por dólar, mediana", "US$ per dollar, median"),
    "column.roi_medio": ("US$ por dólar, média", "US$ per dollar, mean"),
    "column.orcamento": ("Orçamento", "Budget"),
    "column.receita": ("Receita", "Gross"),
    "column.lucro": ("Lucro", "Profit"),
    "column.nota_imdb": ("Nota IMDb", "IMDb rating"),
    "column.votos_imdb": ("Votos IMDb", "IMDb votes"),
    "column.popularidade": ("Popularidade", "Popularity"),
    "column.popularidade_media": ("Popularidade média", "Mean popularity"),
    "column.id_filme": ("Id", "Id"),
    "column.id_serie": ("Id", "Id"),
    "column.filmes": ("Filmes", "Films"),
    "column.poucos_filmes": ("Poucos filmes", "Few films"),
    "column.orcamento_mediano": ("Orçamento mediano", "Median budget"),
    "column.receita_mediana": ("Receita mediana", "Median gross"),
    "column.orcamento_corrigido": ("Orçamento corrigido", "Corrected budget"),
    "column.receita_corrigida": ("Receita corrigida", "Corrected gross"),
    "column.orcamento_corrigido_mediano": ("Orçamento", "Budget"),
    "column.receita_corrigida_mediana": ("Receita", "Gross"),
    "column.ano_base": ("Preços de", "Prices of"),
    "column.nome_artista": ("Artista", "Artist"),
    "column.identidade": ("Reconhecido por", "Known by"),
    "column.ano_lancamento": ("Início", "First year"),
    "column.ano_termino": ("Fim", "Last year"),
    "column.temporadas": ("Temporadas", "Seasons"),
    "column.id_titulo": ("Id", "Id"),
    "column.tipo": ("Tipo", "Kind"),
    "column.variacao": ("Mudança", "Change"),
    "column.variacao_relativa": ("Mudança em %", "Change in %"),
    "column.popularidade_inicial": ("Popularidade antes", "Popularity before"),
    "column.popularidade_final": ("Popularidade depois", "Popularity after"),
    "column.primeiro_dia": ("Primeiro dia", "First day"),
    "column.ultimo_dia": ("Último dia", "Last day"),
    "column.dias": ("Dias", "Days"),
    "column.class": ("Orçamento", "Budget"),
    "column.lost": ("Abaixo da linha", "Below the line"),
    "column.share": ("Parte", "Share"),
    "column.condition": ("Motivo", "Reason"),
    "column.removed": ("Retirados", "Removed"),
    "column.left": ("Restam", "Left"),
    "identity.nome": ("nome", "name"),
    "identity.nome_ano": ("nome e ano", "name and year"),
    "identity.nconst": ("IMDb", "IMDb"),
    "yes": ("sim", "yes"),
    "nothing.title": ("Nada passa por estes filtros", "Nothing passes these filters"),
    "nothing.what": (
        "A figura abaixo diz qual deles retirou os filmes.",
        "The picture below says which of them removed the films.",
    ),
    "empty.title": ("Ainda não há filmes com orçamento e receita", "There are no films with budget and gross yet"),
    "empty.titles": ("O lago não tem filmes: comece por", "The lake has no films: begin with"),
    "empty.tmdb": ("O TMDB ainda não foi perguntado sobre eles:", "TMDB was not asked about them yet:"),
    "empty.amounts": (
        "O TMDB não conhece os dois valores de nenhum deles: pergunte de novo com",
        "TMDB knows both amounts of none of them: ask again with",
    ),
    "empty.then": ("e depois", "and then"),
    "reference": ("O painel que este projeto substitui", "The dashboard that this project replaces"),
    "reference.selection": (
        "Sua seleção: Crime ou Guerra, de 1961 em diante, mais de 10 mil votos no IMDb.",
        "Its selection: Crime or War, from 1961 on, more than 10,000 IMDb votes.",
    ),
    "reference.show": ("Mostrar esta seleção", "Show this selection"),
    "reference.figure": ("Número", "Figure"),
    "reference.published": ("Publicado", "Published"),
    "reference.right": ("Nestes dados", "In these data"),
    "reference.wrong": ("O que havia de errado", "What was wrong"),
    "reference.return": ("Retorno (publicado como ROI {n})", "Return (published as an ROI of {n})"),
    "reference.return.wrong": (
        "Era a média das razões, depois de tirar todo filme que perdeu: uns poucos filmes baratos a decidem. À direita, "
        "todo o lucro sobre todo o orçamento.",
        "It was the mean of ratios, after every film that lost had been dropped: a few cheap films rule it. On the right, "
        "all profits over all budgets.",
    ),
    "reference.budget": ("Orçamento médio", "Mean budget"),
    "reference.budget.wrong": (
        "Contava cada filme tantas vezes quantos artistas tem; o elenco maior pesava mais. À direita, cada filme conta "
        "uma vez.",
        "It counted each film as many times as it has artists, so that large casts weighed more. On the right, each film "
        "counts once.",
    ),
    "reference.films": ("São {films} nestes dados.", "These are {films} in these data."),
    "left_out.artists": (
        "Artistas com menos de {n} são contados, mas seus nomes não cabem na página.",
        "Artists of fewer than {n} are counted; the page has no room for their names.",
    ),
    "foot.limits": ("O que estes números não são", "What these figures are not"),
    "foot.about": (
        "Dados publicados em {data}, versão {version}; página feita em {made} por {program}.",
        "Data published on {data}, version {version}; page made on {made} by {program}.",
    ),
    "foot.sources": ("Fontes", "Sources"),
    "received.csv.movies": ("CSV de filmes, recebido", "CSV of films, received"),
    "received.csv.series": ("CSV de séries, recebido", "CSV of series, received"),
    "received.tmdb.movies": ("Respostas do TMDB sobre filmes, guardadas", "TMDB's answers about films, stored"),
    "received.tmdb.series": ("Respostas do TMDB sobre séries, guardadas", "TMDB's answers about series, stored"),
    "received.exports.movies": ("Exportações diárias do TMDB, filmes", "TMDB's daily exports, films"),
    "received.exports.series": ("Exportações diárias do TMDB, séries", "TMDB's daily exports, series"),
    "received.day": ("{what}: em {first}", "{what}: on {first}"),
    "received.days": ("{what}: de {first} a {last}", "{what}: {first} to {last}"),
    "walk": (
        "Setas percorrem os pontos, Enter destaca, Esc tira o destaque.",
        "Arrows walk the points, Enter highlights, Escape clears.",
    ),
    "point": ("{title}, {x} e {y}", "{title}, {x} and {y}"),
}
