print("kubarium")
