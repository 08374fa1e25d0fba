"""What leaves the program: pictures, documents, data packages."""
