"""The forms in which records leave Elchi; each writer takes records one by one and writes each as it comes."""
