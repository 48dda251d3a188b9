"""The codebook: every column of every table, with its type, unit, meaning and the words a reader meets.

A column means the same wherever it stands. A test holds this list against the tables; tables/columns.csv ships it.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT, COUNT, NUMBER, DATE = "text", "whole number", "number", "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `label` is its heading on the page, with {focus} and {reference} for the names of the sides."""

    type: str
    unit: str
    label: str
    meaning: str


def _sides(name: str, type: str, unit: str, label: str, meaning: str) -> dict[str, Column]:
    """The same column for both sides."""
    return {
        f"{name}_{side}": Column(type, unit, f"{label}, {{{side}}}", f"{meaning}, in the articles of the {side}")
        for side in ("focus", "reference")
    }


COLUMNS: dict[str, Column] = {
    "accessed": Column(TEXT, "", "accessed", "day on which the article was fetched; empty is unknown"),
    "article_id": Column(TEXT, "", "article", "the article, as named in articles.csv"),
    "article_ids": Column(TEXT, "", "in articles", "the articles that hold it, separated by spaces"),
    "articles": Column(COUNT, "articles", "articles", "articles that hold it; in `sides`, articles of the side"),
    "articles_split": Column(COUNT, "articles", "articles in each part", "articles in each of the two random parts"),
    "attribution": Column(TEXT, "", "attribution", "whether outlet, country and date are stated in the text or inferred"),
    "byline": Column(TEXT, "", "byline", "who signed the article; empty is unknown"),
    "choice": Column(TEXT, "", "way of counting", "what was counted otherwise than reported"),
    "collocate": Column(TEXT, "", "neighbour", "a term near the term"),
    "comparisons": Column(COUNT, "comparisons", "comparisons", "how many times the articles were split at random and compared"),
    "country": Column(TEXT, "ISO code", "country", "country of the outlet; empty is unknown"),
    "date": Column(DATE, "", "date", "day of publication; empty is unknown"),
    "depth": Column(COUNT, "terms", "depth", "how many terms of each side's list are read"),
    "end": Column(COUNT, "code points", "end", "where the hit ends in the article's text"),
    "event": Column(TEXT, "", "event", "what the passage reports, from passages.csv"),
    "events": Column(TEXT, "", "events", "events of passages.csv on which the term is used and which both sides report"),
    "false_comparisons": Column(NUMBER, "0 to 1", "comparisons with a false discovery", "share of the comparisons in which a term passes Benjamini & Hochberg's rule at 5 per cent; .05 at most in a sound method"),
    "false_terms": Column(NUMBER, "terms", "false discoveries", "mean number of such terms in a comparison"),
    "first": Column(TEXT, "", "named first", "the word that the name begins with"),
    "form": Column(TEXT, "", "written as", "the writing that stands in the text"),
    "g2": Column(NUMBER, "", "log-likelihood", "signed two-cell log-likelihood (Rayson & Garside 2000); ranks terms and tests nothing"),
    "genre": Column(TEXT, "", "genre", "kind of text"),
    "gone": Column(COUNT, "terms", "gone", "terms of the raw lists that are not in the cleaned ones"),
    "gone_by_merging": Column(COUNT, "terms", "gone by merging", "of these, gone once spellings and names are merged"),
    "gone_by_zones": Column(COUNT, "terms", "gone by zones", "of these, gone once other zones are left aside"),
    "group": Column(TEXT, "", "group", "value of the column that tells the sides apart"),
    "inside": Column(TEXT, "", "inside the name", "a listed proper name that the hit is part of"),
    "kept": Column(COUNT, "ways of counting", "kept", "other ways of counting under which the term keeps its side"),
    "lacking": Column(TEXT, "", "lacking", "the side in which the term never stands"),
    "language": Column(TEXT, "", "language", "language code; empty is unknown"),
    "leave_one_out_high": Column(NUMBER, "doublings", "highest log ratio, one article left out", "highest log_ratio when any one article is left out"),
    "leave_one_out_low": Column(NUMBER, "doublings", "lowest log ratio, one article left out", "lowest log_ratio when any one article is left out"),
    "left": Column(TEXT, "", "before", "the text before the hit"),
    "lengths": Column(TEXT, "", "articles", "whether the articles were compared as they are, or those of one part with each word kept at a chance of one in four"),
    "listed": Column(COUNT, "terms", "listed", "terms that head the raw lists, ties included"),
    "log_likelihood": Column(NUMBER, "", "log-likelihood", "association of term and neighbour (Dunning 1993)"),
    "log_ratio": Column(NUMBER, "doublings", "log ratio", "log2 of the ratio of the two rates, half an occurrence added to each (Walter 1975); 1 is twice as often"),
    "log_ratio_high": Column(NUMBER, "doublings", "log ratio, upper end", "upper end of its interval; empty where no interval is admissible"),
    "log_ratio_low": Column(NUMBER, "doublings", "log ratio, lower end", "lower end of its interval; empty where no interval is admissible"),
    "measure": Column(TEXT, "", "", "what the number counts"),
    "method": Column(TEXT, "", "method", "a way of calling terms different; two keys is the one used here"),
    "mutual_information": Column(NUMBER, "bits", "mutual information", "pointwise mutual information (Church & Hanks 1990)"),
    "n": Column(COUNT, "occurrences", "times", "occurrences"),
    "n_collocate": Column(COUNT, "occurrences", "times in all", "occurrences of the neighbour anywhere"),
    "n_joint": Column(COUNT, "occurrences", "times near", "occurrences of the neighbour within the window"),
    "name": Column(TEXT, "", "name", "the name chosen; in `sides`, what the side is called on the page"),
    "node": Column(TEXT, "", "hit", "the hit as it stands in the text"),
    "outlet": Column(TEXT, "", "outlet", "the outlet; empty is unknown"),
    "outlets": Column(COUNT, "outlets", "known outlets", "outlets named in articles.csv"),
    "p_value": Column(NUMBER, "", "p_value", "empty: no test is admissible or built"),
    "passages": Column(COUNT, "passages", "passages", "hand-coded passages"),
    "passages_lacking": Column(COUNT, "passages", "passages without it", "passages of the lacking side that report these events"),
    "passages_using": Column(COUNT, "passages", "passages of the using side", "passages of the using side that report these events"),
    "passages_with": Column(COUNT, "passages", "passages with it", "passages of the using side on these events that hold the term"),
    "per_1000": Column(NUMBER, "per 1,000 words", "per 1,000 words", "occurrences per 1,000 words counted"),
    "percentage": Column(NUMBER, "per cent", "per cent", "share of the words"),
    "percentage_of_passages": Column(NUMBER, "per cent", "per cent of passages", "share of the passages"),
    "phrase": Column(TEXT, "", "phrase", "a phrase repeated word by word, spellings merged"),
    "position": Column(NUMBER, "0 to 1", "place in the article", "share of the article's counted words that come before it"),
    "q_value": Column(NUMBER, "", "q_value", "empty: no test is admissible or built"),
    "rank": Column(COUNT, "", "rank", "place in the list of the side by log-likelihood, 1 is first; empty where the term does not lean to the side"),
    "raw_rank": Column(COUNT, "", "rank in the raw list", "place in the side's raw list by log-likelihood"),
    "reason": Column(TEXT, "", "reason", "why no more may be claimed"),
    "removed_by": Column(TEXT, "", "removed by", "the step that takes the term off the list"),
    "right": Column(TEXT, "", "after", "the text after the hit"),
    "sentence_end": Column(COUNT, "code points", "sentence end", "where the hit's sentence ends"),
    "sentence_start": Column(COUNT, "code points", "sentence start", "where the hit's sentence starts"),
    "sentences": Column(COUNT, "sentences", "sentences", "sentences that hold it"),
    "share": Column(NUMBER, "0 to 1", "share", "share of the article's words"),
    "share_at_01": Column(NUMBER, "0 to 1", "called different at 1 in 100", "share of the terms that the method calls different at one in a hundred; .01 in a sound method"),
    "share_at_05": Column(NUMBER, "0 to 1", "called different at 1 in 20", "share of the terms that the method calls different at one in twenty; .05 in a sound method"),
    "side": Column(TEXT, "", "side", "focus or reference; empty: in neither"),
    "smallest_p": Column(NUMBER, "", "smallest_p", "the smallest value that relabeling so many articles or outlets could give"),
    "stage": Column(TEXT, "", "what is held", "what is held so far: nothing, spellings and names, the parts of the articles, the outlets' own words"),
    "start": Column(COUNT, "code points", "start", "where the hit starts in the article's text"),
    "state": Column(TEXT, "", "state", "supports: uses the term, on the side it marks; contradicts: uses it, on the other side; silent: does not use it though it reports an event told with it; not reported: reports no such event; not coded: no passage of the article, or of the term, tells"),
    "step": Column(COUNT, "", "step", "number of the stage, 1 is as written"),
    "t_score": Column(NUMBER, "", "t score", "t score of term and neighbour (Church et al. 1991)"),
    "term": Column(TEXT, "", "term", "a word or bound name, lower case, variants merged"),
    "terms": Column(COUNT, "terms", "terms", "terms that stand in every article"),
    "terms_tested": Column(NUMBER, "terms", "terms compared", "mean number of terms compared: those with 10 occurrences and 5 articles in both parts together"),
    "tf_idf": Column(NUMBER, "0 to 1", "tf-idf", "weight of the term in the article (scikit-learn, smooth idf, rows of length 1); retrieves, contrasts nothing"),
    "thing": Column(TEXT, "", "what is named", "what the names stand for"),
    "tier": Column(TEXT, "", "tier", "descriptive, or tested"),
    "title": Column(TEXT, "", "title", "title; empty is unknown"),
    "tokens": Column(COUNT, "words", "words counted", "words counted on the side"),
    "top_article_share": Column(NUMBER, "0 to 1", "largest article's share", "share of all occurrences that the single largest article holds; above .5 one article carries the term"),
    "tried": Column(COUNT, "ways of counting", "tried", "other ways of counting tried, each article left out among them"),
    "unit": Column(TEXT, "", "unit", "what a test would relabel: outlet or article"),
    "url": Column(TEXT, "", "address", "where the article was read; empty is unknown"),
    "using": Column(TEXT, "", "using", "the side that uses the term"),
    "value": Column(NUMBER, "", "value", "the number"),
    "voice": Column(TEXT, "", "voice", "who speaks, from passages.csv; empty: not coded"),
    "voice_class": Column(TEXT, "", "kind of voice", "class of the voice, from passages.csv"),
    "weakest": Column(TEXT, "", "weakest under", "the way of counting that weakens the difference most"),
    "weakest_log_ratio": Column(NUMBER, "doublings", "log ratio there", "log_ratio under it"),
    "weighted_log_odds": Column(NUMBER, "", "weighted log-odds", "z score with an informative prior of 500 words (Monroe, Colaresi & Quinn 2008); ranks terms and tests nothing"),
    "words": Column(COUNT, "words", "words", "words; in `phrases`, words of the phrase"),
    "words_counted": Column(COUNT, "words", "words counted", "words in the zones that are counted, bound names as one"),
    "words_lacking": Column(COUNT, "words", "words there", "words in those passages"),
    "writings": Column(TEXT, "", "written as", "the writings that stand in the texts, each with its occurrences"),
    "zone": Column(TEXT, "", "zone", "part of the article: body, headline, caption, …"),
    **_sides("n", COUNT, "occurrences", "times", "occurrences"),
    **_sides("per_1000", NUMBER, "per 1,000 words", "per 1,000 words", "occurrences per 1,000 words counted"),
    **_sides("articles", COUNT, "articles", "articles", "articles that hold it"),
    **_sides("article_share", NUMBER, "0 to 1", "share of articles", "share of articles that hold it (their difference is Zeta, Burrows 2007)"),
    **_sides("sentences", COUNT, "sentences", "sentences", "sentences that hold it"),
    **_sides("dp_norm", NUMBER, "0 to 1", "unevenness", "deviation of proportions (Gries 2008; Lijffijt & Gries 2012): 0 is even over articles, 1 as uneven as can be; empty with one article or no occurrence"),
    **_sides("tf_idf", NUMBER, "0 to 1", "mean tf-idf", "mean weight over articles, 0 where absent"),
    **_sides("raw_n", COUNT, "occurrences", "times raw", "occurrences, all zones, nothing merged"),
    **_sides("raw_articles", COUNT, "articles", "articles raw", "articles that hold it, all zones, nothing merged"),
    **_sides("raw_sentences", COUNT, "sentences", "sentences raw", "sentences that hold it, all zones, nothing merged"),
    **_sides("weakest_n", COUNT, "occurrences", "times there", "occurrences under the weakest way of counting"),
    **_sides("weakest_articles", COUNT, "articles", "articles there", "articles that hold it under the weakest way of counting"),
}  # fmt: skip
