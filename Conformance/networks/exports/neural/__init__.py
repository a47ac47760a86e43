"""PyTorch modules, torchvision's and transformers' models, small and randomly initialised."""
