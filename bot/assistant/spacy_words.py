"""spaCy for what this pipeline asks of it: words and their base forms."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP

_UNUSED = "ner"  # names of people and firms: nobody asks for them, and they take nearly half of spaCy's time


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyWords",
)
class SpacyWords(SpacyNLP):
    """Rasa's own SpacyNLP without spaCy's recognition of names."""

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """Load the model and drop what is not used."""
        loaded = SpacyNLP.load_model(spacy_model_name)
        loaded.model.remove_pipe(_UNUSED)
        return loaded
