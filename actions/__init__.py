"""The actions of the assistant, one a file: slots in, the directory asked, words out."""
